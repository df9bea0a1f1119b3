# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What kind of disk a block device mapping describes."""

import pytest

from nova_lite.objects.block_device import BlockDevice


@pytest.mark.parametrize(
    ("device", "kinds"),
    [
        (BlockDevice(boot_index=0, image_id="i"), {"root"}),
        (BlockDevice(source_type="blank", guest_format="swap", boot_index=-1), {"swap"}),
        (BlockDevice(source_type="blank", guest_format="ext4", boot_index=-1), {"ephemeral"}),
        (BlockDevice(source_type="blank", boot_index=-1), {"ephemeral"}),
        (BlockDevice(source_type="blank", destination_type="volume", guest_format="swap"), {"volume"}),
        (BlockDevice(source_type="volume", destination_type="volume", boot_index=0), {"root", "volume"}),
        (BlockDevice(), set()),
    ],
)
def test_kind(device: BlockDevice, kinds: set[str]) -> None:
    names = ("root", "swap", "ephemeral", "volume")
    assert {name for name in names if getattr(device, f"is_{name}")} == kinds
