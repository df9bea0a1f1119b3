# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Disks of a new server."""

import pytest

from nova_lite import exception
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.operations.disks import merge
from tests.unit.control_plane import a_flavor

IMAGE = ImageMeta(id="image")
ROOT = {"source_type": "image", "image_id": "image", "boot_index": 0}


def blank(size: int, **values: object) -> BlockDevice:
    return BlockDevice(source_type="blank", boot_index=-1, volume_size=size, **values)  # type: ignore[arg-type]


def test_image_and_flavor_bring_root_swap_and_ephemeral() -> None:
    found = merge(None, a_flavor(swap=512, ephemeral_gb=2), IMAGE)
    assert [(one.is_root, one.is_swap, one.is_ephemeral, one.volume_size) for one in found] == [
        (True, False, False, None),
        (False, True, False, 512),
        (False, False, True, 2),
    ]


def test_the_requests_own_disks_replace_the_flavors() -> None:
    devices = [BlockDevice(**ROOT), blank(1), blank(256, guest_format="swap")]
    found = merge(devices, a_flavor(swap=512, ephemeral_gb=2), IMAGE)
    assert len(found) == 3


@pytest.mark.parametrize(
    ("devices", "text"),
    [
        ([blank(1)], "Boot sequence"),
        ([BlockDevice(**ROOT), BlockDevice(**ROOT)], "Boot sequence"),
        ([BlockDevice(**{**ROOT, "image_id": "other"})], "Mapping image to local"),
        ([BlockDevice(**ROOT), blank(9, guest_format="swap")], "Swap drive requested is larger"),
        ([BlockDevice(**ROOT), blank(1, guest_format="swap"), blank(1, guest_format="swap")], "More than one swap"),
        ([BlockDevice(**ROOT), blank(9)], "Ephemeral disks requested are larger"),
    ],
)
def test_what_cannot_be(devices: list[BlockDevice], text: str) -> None:
    with pytest.raises(exception.InvalidBDM, match=text):
        merge(devices, a_flavor(swap=2, ephemeral_gb=2), IMAGE)


def test_too_many_local_disks() -> None:
    with pytest.raises(exception.InvalidBDM, match="more local devices"):
        merge([BlockDevice(**ROOT), *[blank(1)] * 4], a_flavor(ephemeral_gb=9), IMAGE)


def test_volumes_are_refused_clearly() -> None:
    volume = BlockDevice(source_type="volume", destination_type="volume", volume_id="v", boot_index=0)
    with pytest.raises(exception.UnsupportedFeature, match="volume"):
        merge([volume], a_flavor(), IMAGE)
