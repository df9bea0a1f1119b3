# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The shell around a domain handle, on libvirt's test driver."""

from typing import Any

import libvirt
import pytest
from lxml import etree

from nova_lite import exception
from nova_lite.lifecycle import PowerState
from nova_lite.virt.libvirt import errors
from nova_lite.virt.libvirt.guest import Guest


def test_life_of_a_guest(guest: Guest) -> None:
    assert (guest.info().state, guest.info().id) == (PowerState.SHUTDOWN, None)
    guest.start()
    guest._domain.suspend()
    assert guest.info().state == PowerState.PAUSED
    guest.resume()
    assert guest.info().state == PowerState.RUNNING
    assert guest.info().id is not None
    guest.press_power_button()
    assert guest.info().state == PowerState.SHUTDOWN


def test_kill_can_be_repeated(guest: Guest) -> None:
    guest.start()
    guest.kill()
    guest.kill()
    assert guest.info().state == PowerState.SHUTDOWN


def test_wrong_state_is_told(guest: Guest) -> None:
    with pytest.raises(errors.GuestStateWrong):
        errors.call(guest._domain.destroy)


def test_a_guest_that_is_gone(guest: Guest) -> None:
    guest._domain.undefine()
    with pytest.raises(exception.InstanceNotFound):
        guest.info()


@pytest.mark.parametrize(("paused", "expected"), [(False, 0), (True, libvirt.VIR_DOMAIN_START_PAUSED)])
def test_start_with_stopped_cpus(paused: bool, expected: int) -> None:
    flags: list[int] = []

    class Domain:
        """Remembers how it was started."""

        def createWithFlags(self, value: int) -> None:
            flags.append(value)

    Guest(Domain()).start(paused)
    assert flags == [expected]


def test_undefine_leaves_no_file_of_the_guest() -> None:
    flags: list[int] = []

    class Domain:
        """Remembers how it was undefined."""

        def undefineFlags(self, value: int) -> None:
            flags.append(value)

    Guest(Domain()).undefine()
    assert flags == [
        libvirt.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE
        | libvirt.VIR_DOMAIN_UNDEFINE_NVRAM
        | libvirt.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA
    ]


def test_facts(guest: Guest) -> None:
    assert guest.vcpus() == 2
    assert guest.xml().findtext("name") == "n"
    assert guest.vnc_port() is None
    assert guest.firmware_files() == {}
    guest.drop_saved_state()


@pytest.mark.parametrize(("port", "expected"), [("-1", None), ("5903", 5903)])
def test_vnc_port(port: str, expected: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    xml = f'<domain><devices><graphics type="vnc" port="{port}"/></devices></domain>'
    monkeypatch.setattr(Guest, "xml", lambda _self: etree.fromstring(xml))
    assert Guest(None).vnc_port() == expected


def test_firmware_files(monkeypatch: pytest.MonkeyPatch) -> None:
    xml = '<domain><os><loader>/l</loader><nvram template="/t">/n</nvram></os></domain>'
    monkeypatch.setattr(Guest, "xml", lambda _self: etree.fromstring(xml))
    guest: Any = Guest(None)
    assert guest.firmware_files() == {"loader": "/l", "nvram": "/n", "nvram_template": "/t"}
