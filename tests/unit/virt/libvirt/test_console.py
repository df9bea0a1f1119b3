# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The console log."""

from pathlib import Path
from typing import Any

import pytest

from nova_lite.virt.libvirt import console
from nova_lite.virt.libvirt.disks.files import GuestFiles
from nova_lite.virt.libvirt.xml.element import parse


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


def test_spice_and_serial_addresses() -> None:
    domain = parse(
        '<domain><devices><graphics type="spice" port="-1" tlsPort="5903"/>'
        '<serial type="tcp"><source mode="bind" host="192.0.2.1" service="10000"/></serial></devices></domain>'
    )
    assert (console.spice_ports(domain), console.serial_address(domain)) == ((None, 5903), ("192.0.2.1", 10000))
    empty = parse("<domain/>")
    assert (console.spice_ports(empty), console.serial_address(empty)) == ((None, None), None)
