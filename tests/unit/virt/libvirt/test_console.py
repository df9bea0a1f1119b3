# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The console log."""

from pathlib import Path
from typing import Any

import pytest

from nova_lite.virt.libvirt import console
from nova_lite.virt.libvirt.disks.files import GuestFiles


@pytest.mark.parametrize(("limit", "expected"), [(100, b"oldestoldernew"), (8, b"oldernew"), (2, b"ew")])
def test_rotated_parts_come_first(folder: Path, limit: int, expected: bytes) -> None:
    files = GuestFiles("uuid")
    files.create()
    for suffix, text in (("", b"new"), (".0", b"older"), (".1", b"oldest")):
        Path(files.console_log + suffix).write_bytes(text)
    assert console.read_log(files, limit) == expected


def test_no_log_yet(folder: Path) -> None:
    assert console.read_log(GuestFiles("uuid")) == b""


def test_a_log_of_root_is_read_by_root(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> None:
        raise PermissionError

    files = GuestFiles("uuid")
    files.create()
    monkeypatch.setattr(console, "open", refuse, raising=False)
    monkeypatch.setattr(console.privileged, "last_bytes", lambda path, count: f"{Path(path).name} {count}".encode())
    assert console.read_log(files, 9) == b"console.log 9"
