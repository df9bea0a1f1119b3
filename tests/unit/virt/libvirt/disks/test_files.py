# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A guest's folder."""

import json
from pathlib import Path

import pytest

from nova_lite import exception
from nova_lite.virt.libvirt.disks import files
from nova_lite.virt.libvirt.disks.files import GuestFiles


def test_create_keeps_what_is_there(folder: Path) -> None:
    guest = GuestFiles("uuid")
    guest.create()
    Path(guest.console_log).write_text("old")
    guest.create()
    assert Path(guest.console_log).read_text() == "old"


def test_formats_are_written_once(folder: Path) -> None:
    guest = GuestFiles("uuid")
    guest.create()
    assert guest.formats() == {}
    guest.record_format("/a/disk", "qcow2")
    guest.record_format("/a/disk", "qcow2")
    with pytest.raises(exception.InvalidDiskInfo):
        guest.record_format("/a/disk", "raw")
    assert json.loads((folder / "uuid" / "disk.info").read_text()) == {"/a/disk": "qcow2"}


def test_damaged_formats_are_an_error(folder: Path) -> None:
    guest = GuestFiles("uuid")
    guest.create()
    (folder / "uuid" / "disk.info").write_text("{")
    with pytest.raises(exception.InvalidDiskInfo):
        guest.formats()


def test_remove_also_finishes_an_earlier_removal(folder: Path) -> None:
    guest = GuestFiles("uuid")
    guest.create()
    (folder / "uuid_del").mkdir()
    (folder / "uuid_del" / "disk").write_text("left")
    guest.remove()
    guest.remove()
    assert list(folder.iterdir()) == []


def test_remove_tells_what_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stubborn(path: str) -> None:
        raise OSError("busy")

    guest = GuestFiles("uuid")
    guest.create()
    monkeypatch.setattr(files.shutil, "rmtree", stubborn)
    with pytest.raises(exception.InstanceTerminationFailed, match="busy"):
        guest.remove()


def test_overcommitted_bytes_counts_what_disks_may_grow(folder: Path) -> None:
    for name in ("one", "two"):
        guest = GuestFiles(name)
        guest.create()
        disk = Path(guest.path("disk"))
        with disk.open("wb") as stream:
            stream.truncate(1024 * 1024)
        guest.record_format(str(disk), "raw")
    assert files.overcommitted_bytes() == 2 * 1024 * 1024
    assert files.backing_files() == set()
