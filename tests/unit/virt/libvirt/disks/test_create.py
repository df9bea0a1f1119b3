# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Making a guest's disks."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from oslo_utils import units

from nova_lite import exception
from nova_lite.context import get_admin_context
from nova_lite.objects.block_device import BlockDevice
from nova_lite.virt import images
from nova_lite.virt.driver import SpawnRequest
from nova_lite.virt.libvirt.disks import create, layout, qcow2
from nova_lite.virt.libvirt.disks.base_images import BaseImages
from nova_lite.virt.libvirt.disks.files import GuestFiles
from tests.contract import guests

CONTEXT = get_admin_context()
MACHINE = layout.Machine("x86_64", "pc")
pytestmark = pytest.mark.skipif(not shutil.which("qemu-img"), reason="needs qemu-img")


def make(request: SpawnRequest) -> GuestFiles:
    disks = layout.plan(
        request.instance, request.image, request.block_devices, MACHINE, request.config_drive is not None
    )
    files = GuestFiles(request.instance.uuid)
    files.create()
    create.create(CONTEXT, request, disks, files, BaseImages(guests.download))
    assert not os.path.exists(files.path("disk.config"))
    create.config_drive(request, disks, files)
    return files


def test_overlays_of_base_files(folder: Path) -> None:
    flavor = guests.flavor(ephemeral_gb=1, swap=8)
    files = make(guests.request(guests.instance(flavor, os_type="linux"), config_drive=lambda: {"a": b"1"}))

    root = qcow2.read_header(files.path("disk"))
    assert root is not None and root.virtual_size == units.Gi
    assert root.backing_file and Path(root.backing_file).parent == folder / "_base"
    swap = qcow2.read_header(files.path("disk.swap"))
    assert swap is not None and swap.backing_file == str(folder / "_base" / "swap_8")
    assert {os.path.basename(path): kind for path, kind in files.formats().items()} == {
        "disk": "qcow2",
        "disk.local": "qcow2",
        "disk.swap": "qcow2",
        "disk.config": "raw",
    }


def test_full_copies(folder: Path, option: Any) -> None:
    option("images_type", "flat", "libvirt")
    files = make(guests.request())
    assert os.path.getsize(files.path("disk")) == units.Gi
    with open(files.path("disk"), "rb") as stream:
        assert stream.read(512) == guests.boot_disk()[:512]
    assert files.formats() == {files.path("disk"): "raw"}


def test_allocated_space(folder: Path, option: Any) -> None:
    option("images_type", "flat", "libvirt")
    option("preallocate_images", "space")
    files = make(guests.request(guests.instance(guests.flavor(root_gb=0))))
    assert os.stat(files.path("disk")).st_blocks * 512 >= guests.DISK_BYTES


def test_root_disk_without_size_is_as_big_as_the_image(folder: Path) -> None:
    files = make(guests.request(guests.instance(guests.flavor(root_gb=0))))
    assert images.disk_facts(files.path("disk"), "qcow2").virtual_size == guests.DISK_BYTES


def test_image_that_is_too_big_for_the_flavor(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def big(_context: Any, _image_id: str, output: Any) -> None:
        output.write(guests.boot_disk())
        output.truncate(units.Gi + 512)

    monkeypatch.setattr(guests, "download", big)
    with pytest.raises(exception.FlavorDiskSmallerThanImage, match=str(units.Gi + 512)):
        make(guests.request())


def test_cached_image_that_is_too_big_for_the_flavor(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    test_root_disk_without_size_is_as_big_as_the_image(folder)
    base = next((folder / "_base").iterdir())
    os.truncate(base, units.Gi + 1)
    with pytest.raises(exception.FlavorDiskSmallerThanImage):
        make(guests.request())


def test_file_system_of_the_request(folder: Path) -> None:
    device = BlockDevice(source_type="blank", volume_size=1, guest_format="ext4")
    files = make(guests.request(block_devices=(BlockDevice(boot_index=0), device)))
    template = qcow2.read_header(files.path("disk.eph0"))
    assert template is not None and template.backing_file
    with open(template.backing_file, "rb") as stream:
        superblock = stream.read(2048)[1024:]
    assert superblock[56:58] == b"\x53\xef"
    assert superblock[120:136].rstrip(b"\0") == b"ephemeral0"


def test_unknown_file_system(folder: Path) -> None:
    device = BlockDevice(source_type="blank", volume_size=1, guest_format="befs")
    with pytest.raises(exception.InstanceDeployFailed, match="befs"):
        make(guests.request(block_devices=(device,)))


def test_command_of_the_operator(folder: Path, option: Any) -> None:
    option("virt_mkfs", ["linux=cp /etc/hostname %(target)s"])
    files = make(guests.request(guests.instance(guests.flavor(ephemeral_gb=1), os_type="linux")))
    header = qcow2.read_header(files.path("disk.local"))
    assert header is not None and header.backing_file
    assert Path(header.backing_file).read_bytes() == Path("/etc/hostname").read_bytes()


def test_failing_tool_is_reported(folder: Path, option: Any) -> None:
    option("virt_mkfs", ["default=false %(target)s"])
    with pytest.raises(exception.InstanceDeployFailed, match="disk.local"):
        make(guests.request(guests.instance(guests.flavor(ephemeral_gb=1))))


def test_config_drive_that_cannot_be_made(folder: Path, option: Any) -> None:
    option("mkisofs_cmd", "/nowhere/mkisofs")
    with pytest.raises(exception.InstanceDeployFailed, match="config drive"):
        make(guests.request(config_drive=lambda: {"a": b"1"}))


def test_repeating_changes_nothing(folder: Path) -> None:
    request = guests.request()
    files = make(request)
    before = os.stat(files.path("disk")).st_ino
    assert make(request).formats() == files.formats()
    assert os.stat(files.path("disk")).st_ino == before


def test_missing_base_file_is_fetched_again(folder: Path) -> None:
    files = make(guests.request())
    header = qcow2.read_header(files.path("disk"))
    assert header is not None and header.backing_file
    os.unlink(header.backing_file)
    create.restore_backing_file(CONTEXT, guests.image(), files, BaseImages(guests.download))
    assert os.path.exists(header.backing_file)


def test_kernels_are_copied_once(folder: Path) -> None:
    source, target = folder / "kernel.base", folder / "kernel"
    source.write_text("new")
    target.write_text("old")
    create.copy_boot_file(str(source), str(target))
    assert target.read_text() == "old"
    create.copy_boot_file(str(source), str(folder / "other"))
    assert (folder / "other").read_text() == "new"
