# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Glance's flat record and ImageMeta."""

from nova_lite.image import model
from nova_lite.objects.image_meta import ImageMeta


def test_custom_keys_become_properties() -> None:
    image = model.image_from_json(
        {
            "id": "i",
            "name": "cirros",
            "status": "active",
            "visibility": "public",
            "size": 12,
            "min_ram": 64,
            "min_disk": 1,
            "os_hash_algo": "sha512",
            "stores": "file",
            "file": "/v2/images/i/file",
            "tags": ["a"],
            "hw_disk_bus": "scsi",
            "hw_qemu_guest_agent": True,
            "ramdisk_id": None,
        }
    )
    assert image.properties == {"hw_disk_bus": "scsi", "hw_qemu_guest_agent": "True"}
    assert (image.size, image.min_ram, image.min_disk, image.tags) == (12, 64, 1, ["a"])
    assert image.checksum is None


def test_queued_image_has_size_zero() -> None:
    assert model.image_from_json({"id": "i", "status": "queued", "size": None}).size == 0


def test_body_of_a_new_image() -> None:
    image = ImageMeta(name="snap", disk_format="qcow2", min_disk=1, properties={"image_type": "snapshot"})
    assert model.image_to_json(image) == {
        "name": "snap",
        "disk_format": "qcow2",
        "min_disk": 1,
        "min_ram": 0,
        "image_type": "snapshot",
    }
