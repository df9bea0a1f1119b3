# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Attaching and detaching interfaces, on a guest that answers as told."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.lifecycle import PowerState
from nova_lite.objects.device_metadata import DeviceMetadata
from nova_lite.virt.driver import GuestInfo
from nova_lite.virt.libvirt import errors, interfaces
from nova_lite.virt.libvirt.interfaces import GuestInterfaces
from nova_lite.virt.libvirt.xml.element import Element, parse
from tests.contract import guests
from tests.unit.virt.libvirt import plans

VIF = plans.vif(meta={"tag": "web"})


class SlowGuest:
    """Gives an interface up after `patience` requests; libvirt completes what is attached with an address."""

    uuid = "u"

    def __init__(self, state: PowerState = PowerState.RUNNING, patience: int = 1) -> None:
        self.state, self.patience = state, patience
        self.live, self.kept = (parse("<domain><devices/></domain>") for _ in range(2))
        self.error: Exception | None = None
        self.asked = 0

    def info(self) -> GuestInfo:
        return GuestInfo(self.state)

    def xml(self, inactive: bool = False) -> Element:
        return self.kept if inactive else self.live

    def attach_device(self, xml: str, live: bool) -> None:
        if self.error:
            raise self.error
        for definition in (self.kept, self.live) if live else (self.kept,):
            device = parse(xml)
            device.append(parse("<address type='pci' domain='0x0000' bus='0x01' slot='0x02' function='0x0'/>"))
            definition.find("devices").append(device)  # type: ignore[union-attr]

    def detach_device(self, xml: str, live: bool) -> None:
        if not live:
            self._clear(self.kept)
            return
        self.asked += 1
        if self.asked >= self.patience:
            self._clear(self.live)
        elif self.asked > 1:
            raise errors.HypervisorError("already in the process of unplug")

    @staticmethod
    def _clear(definition: Element) -> None:
        devices = definition.find("devices")
        assert devices is not None
        for device in list(devices):
            devices.remove(device)


class Driver(GuestInterfaces):
    """Just the part under test."""

    def __init__(self, guest: SlowGuest) -> None:
        self._host = self  # type: ignore[assignment]
        self._guest = guest

    def guest(self, uuid: str) -> SlowGuest:
        return self._guest


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch, option: Any) -> list[str]:
    """Host ends that are plugged."""
    found: list[str] = []
    option("device_detach_attempts", 3, "libvirt")
    monkeypatch.setattr(interfaces, "_timeout_s", lambda: 0.01)
    monkeypatch.setattr(interfaces, "POLL_S", 0.01)
    monkeypatch.setattr(interfaces.ends, "plug", lambda server, vif: found.append(vif.id))
    monkeypatch.setattr(interfaces.ends, "unplug", lambda server, vif: found.remove(vif.id))
    return found


def macs(definition: Element) -> list[str | None]:
    return [mac.get("address") for mac in definition.iterfind("./devices/interface/mac")]


@pytest.mark.parametrize(
    ("state", "live"),
    [(PowerState.RUNNING, [VIF.address]), (PowerState.PAUSED, [VIF.address]), (PowerState.SHUTDOWN, [])],
)
def test_attached_for_now_and_for_the_next_start(plugged: list[str], state: PowerState, live: list[str]) -> None:
    guest, server = SlowGuest(state), guests.instance()
    Driver(guest).attach_interface(server, guests.image(), VIF)
    assert (macs(guest.kept), macs(guest.live), plugged) == ([VIF.address], live, [VIF.id])


def test_tagged_interface_joins_the_others(plugged: list[str]) -> None:
    disk = DeviceMetadata(kind="disk", tags=["db"])
    guest, server = SlowGuest(), guests.instance(device_metadata=[disk])
    Driver(guest).attach_interface(server, guests.image(), VIF)
    assert [(one.tags, one.address) for one in server.device_metadata] == [(["db"], None), (["web"], "0000:01:02.0")]
    Driver(guest).detach_interface(server, VIF)
    assert [one.tags for one in server.device_metadata] == [["db"]]


def test_refused_interface_leaves_nothing(plugged: list[str]) -> None:
    guest = SlowGuest()
    guest.error = errors.HypervisorError("no slot")
    with pytest.raises(errors.HypervisorError):
        Driver(guest).attach_interface(guests.instance(), guests.image(), VIF)
    assert plugged == []


@pytest.mark.parametrize("patience", [1, 2, 3])
def test_detached_when_the_guest_gives_it_up(plugged: list[str], patience: int) -> None:
    guest, server = SlowGuest(patience=patience), guests.instance()
    Driver(guest).attach_interface(server, guests.image(), VIF)
    Driver(guest).detach_interface(server, VIF)
    assert (macs(guest.kept), macs(guest.live), plugged, guest.asked) == ([], [], [], patience)


def test_guest_that_never_gives_it_up(plugged: list[str]) -> None:
    guest, server = SlowGuest(patience=9), guests.instance()
    Driver(guest).attach_interface(server, guests.image(), VIF)
    with pytest.raises(exception.InterfaceDetachFailed):
        Driver(guest).detach_interface(server, VIF)
    assert (macs(guest.kept), plugged, guest.asked) == ([], [VIF.id], 3)


def test_detaching_from_a_stopped_guest(plugged: list[str]) -> None:
    guest, server = SlowGuest(PowerState.SHUTDOWN), guests.instance()
    Driver(guest).attach_interface(server, guests.image(), VIF)
    Driver(guest).detach_interface(server, VIF)
    assert (macs(guest.kept), plugged, guest.asked) == ([], [], 0)
