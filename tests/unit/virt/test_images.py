# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Images as untrusted data: what is refused, and what becomes of the rest."""

import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from nova_lite import exception
from nova_lite.context import get_admin_context
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.virt import images

CONTEXT = get_admin_context()
pytestmark = pytest.mark.skipif(not shutil.which("qemu-img"), reason="needs qemu-img")


def qemu_img(*arguments: str) -> None:
    subprocess.run(["qemu-img", *arguments], check=True, capture_output=True)


def record(disk_format: str) -> ImageMeta:
    return ImageMeta(id="11111111-2222-3333-4444-555555555555", disk_format=disk_format)


def sender(path: Path) -> images.Download:
    def download(_context: Any, _image_id: str, output: BinaryIO) -> int:
        return output.write(path.read_bytes())

    return download


def make_raw(path: Path) -> None:
    path.write_bytes(b"raw data".ljust(1024 * 1024, b"\1"))


def make_qcow2(path: Path) -> None:
    qemu_img("create", "-f", "qcow2", str(path), "2M")


def make_backed(path: Path) -> None:
    base = path.with_suffix(".base")
    make_raw(base)
    qemu_img("create", "-f", "qcow2", "-F", "raw", "-b", str(base), str(path))


def make_data_file(path: Path) -> None:
    qemu_img("create", "-f", "qcow2", "-o", f"data_file={path}.data", str(path), "2M")


def make_flat_vmdk(path: Path) -> None:
    qemu_img("create", "-f", "vmdk", "-o", "subformat=monolithicFlat", str(path), "2M")


def make_unknown_feature(path: Path) -> None:
    make_qcow2(path)
    with path.open("r+b") as stream:
        stream.seek(72)
        stream.write(struct.pack(">Q", 1 << 40))


def make_luks(path: Path) -> None:
    path.write_bytes(b"LUKS\xba\xbe\0\1".ljust(1024 * 1024, b"\0"))


def format_maker(name: str, *options: str) -> Callable[[Path], None]:
    return lambda path: qemu_img("create", "-f", name, *options, str(path), "2M")


@pytest.mark.parametrize(
    ("make", "claimed", "reason"),
    [
        (make_qcow2, "raw", "does not match"),
        (make_raw, "qcow2", "does not match"),
        (make_backed, "qcow2", "safety check"),
        (make_data_file, "qcow2", "safety check"),
        (make_unknown_feature, "qcow2", "safety check"),
        (make_flat_vmdk, "vmdk", "safety check|not permitted|does not match|not in a supported"),
        (make_raw, "hologram", "not in a supported format"),
        (make_backed, "ami", "safety check"),
        (make_luks, "raw", "does not match"),
    ],
)
def test_refused(folder: Path, make: Callable[[Path], None], claimed: str, reason: str) -> None:
    source, target = folder / "image", folder / "base"
    make(source)

    with pytest.raises(exception.ImageUnacceptable, match=reason):
        images.fetch(CONTEXT, record(claimed), str(target), sender(source))

    assert not target.exists()
    assert list(folder.glob("base*")) == []


@pytest.mark.parametrize(
    ("make", "claimed"),
    [
        (make_raw, "raw"),
        (make_raw, "ami"),
        (make_qcow2, "qcow2"),
        (format_maker("vmdk", "-o", "subformat=monolithicSparse"), "vmdk"),
        (format_maker("vdi"), "vdi"),
        (format_maker("vpc", "-o", "subformat=dynamic"), "vhd"),
        (format_maker("vhdx"), "vhdx"),
    ],
)
def test_accepted_images_become_raw(folder: Path, make: Callable[[Path], None], claimed: str) -> None:
    source, target = folder / "image", folder / "base"
    make(source)

    images.fetch(CONTEXT, record(claimed), str(target), sender(source))

    assert images.disk_facts(str(target)).format == "raw"
    assert list(folder.glob("base.*")) == []


def test_qcow2_is_kept_without_force_raw_images(folder: Path, option: Any) -> None:
    option("force_raw_images", False)
    make_qcow2(folder / "image")

    images.fetch(CONTEXT, record("qcow2"), str(folder / "base"), sender(folder / "image"))

    assert images.disk_facts(str(folder / "base")).format == "qcow2"


def test_foreign_formats_become_raw_even_without_force_raw_images(folder: Path, option: Any) -> None:
    option("force_raw_images", False)
    qemu_img("create", "-f", "vdi", str(folder / "image"), "2M")

    images.fetch(CONTEXT, record("vdi"), str(folder / "base"), sender(folder / "image"))

    assert images.disk_facts(str(folder / "base")).format == "raw"


def test_vmdk_types_are_an_option(folder: Path, option: Any) -> None:
    option("vmdk_allowed_types", ["streamOptimized"], "compute")
    qemu_img("create", "-f", "vmdk", str(folder / "image"), "2M")
    with pytest.raises(exception.ImageUnacceptable, match="not permitted"):
        images.fetch(CONTEXT, record("vmdk"), str(folder / "base"), sender(folder / "image"))


def test_without_deep_inspection_backing_files_are_still_refused(folder: Path, option: Any) -> None:
    option("disable_deep_image_inspection", True, "workarounds")
    make_backed(folder / "image")
    with pytest.raises(exception.ImageUnacceptable, match="backed by"):
        images.fetch(CONTEXT, record("qcow2"), str(folder / "base"), sender(folder / "image"))


def test_disks_that_are_too_big_are_not_unpacked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    qemu_img("create", "-f", "qcow2", str(folder / "image"), "1T")
    monkeypatch.setattr(images, "convert", lambda *arguments: pytest.fail("unpacked"))
    with pytest.raises(exception.FlavorDiskSmallerThanImage, match=str(1024**4)):
        images.fetch(CONTEXT, record("qcow2"), str(folder / "base"), sender(folder / "image"), 1024**3)
    assert list(folder.glob("base*")) == []


def test_failed_download_leaves_nothing(folder: Path) -> None:
    def download(_context: Any, image_id: str, output: BinaryIO) -> int:
        output.write(b"half")
        raise exception.ImageDownloadFailed(image_id=image_id, reason="gone")

    with pytest.raises(exception.ImageDownloadFailed):
        images.fetch(CONTEXT, record("raw"), str(folder / "base"), download)
    assert list(folder.iterdir()) == []


def test_kernels_are_not_interpreted(folder: Path) -> None:
    make_qcow2(folder / "image")
    images.fetch_raw(CONTEXT, record("aki"), str(folder / "kernel"), sender(folder / "image"))
    assert (folder / "kernel").read_bytes() == (folder / "image").read_bytes()


def test_facts_of_rubbish(folder: Path) -> None:
    with pytest.raises(exception.InvalidDiskInfo):
        images.disk_facts(str(folder / "missing"))


def test_disk_operations_are_bounded(option: Any) -> None:
    option("max_concurrent_disk_ops", 1, "compute")
    with images.disk_operation():
        assert images._disk_slots["all"].acquire(blocking=False) is False
    assert images._disk_slots["all"].acquire(blocking=False) is True
    images._disk_slots.clear()


def test_direct_io_probe_leaves_nothing(folder: Path) -> None:
    assert images.supports_direct_io(str(folder)) in (True, False)
    assert list(folder.iterdir()) == []
    assert images.supports_direct_io(str(folder / "missing")) is False
