# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Headers of our own qcow2 files."""

import shutil
import subprocess
from pathlib import Path

import pytest

from nova_lite.virt.libvirt.disks.qcow2 import Header, read_header

needs_qemu_img = pytest.mark.skipif(not shutil.which("qemu-img"), reason="needs qemu-img")


@needs_qemu_img
def test_overlay(tmp_path: Path) -> None:
    base, disk = tmp_path / "base", tmp_path / "disk"
    base.write_bytes(b"\0" * 65536)
    options = ["-f", "qcow2", "-F", "raw", "-b", str(base)]
    subprocess.run(["qemu-img", "create", *options, str(disk), "3M"], check=True, capture_output=True)
    assert read_header(str(disk)) == Header(3 * 1024 * 1024, str(base))


@needs_qemu_img
def test_without_backing_file(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    subprocess.run(["qemu-img", "create", "-f", "qcow2", str(disk), "1M"], check=True, capture_output=True)
    assert read_header(str(disk)) == Header(1024 * 1024, None)


@pytest.mark.parametrize("content", [b"", b"QFI", b"raw" * 100])
def test_other_files(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "disk").write_bytes(content)
    assert read_header(str(tmp_path / "disk")) is None
