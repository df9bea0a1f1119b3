# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Image records."""

from nova_lite.objects.image_meta import ImageMeta


def test_property_or_default() -> None:
    image = ImageMeta(properties={"hw_disk_bus": "scsi"})
    assert image.prop("hw_disk_bus", "virtio") == "scsi"
    assert image.prop("hw_vif_model", "virtio") == "virtio"
    assert image.prop("os_type") is None


def test_two_images_share_no_properties() -> None:
    one, other = ImageMeta(), ImageMeta()
    one.properties["a"] = "b"
    assert other.properties == {}
