# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Starting, stopping and waiting."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.lifecycle import PowerState
from nova_lite.virt.driver import GuestInfo
from nova_lite.virt.libvirt import errors, power
from nova_lite.virt.libvirt.guest import Guest


class Scripted:
    """A guest that obeys after so many requests; None never does."""

    uuid = "uuid"

    def __init__(self, obeys_after: int | None = 1, busy_kills: int = 0) -> None:
        self.state = PowerState.RUNNING
        self.presses = 0
        self.kills = 0
        self.starts = 0
        self.obeys_after = obeys_after
        self.busy_kills = busy_kills

    def info(self) -> GuestInfo:
        return GuestInfo(self.state)

    def press_power_button(self) -> None:
        self.presses += 1
        if self.obeys_after is not None and self.presses >= self.obeys_after:
            self.state = PowerState.SHUTDOWN

    def kill(self) -> None:
        self.kills += 1
        if self.kills <= self.busy_kills:
            raise errors.GuestBusy("slow disk")
        self.state = PowerState.SHUTDOWN

    def start(self) -> None:
        self.starts += 1
        self.state = PowerState.RUNNING


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that only sleeps move."""
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(power.concurrency, "sleep", sleep)
    monkeypatch.setattr(power.concurrency.time, "monotonic", lambda: now[0])


def scripted(**values: Any) -> Any:
    return Scripted(**values)


def test_a_willing_guest_is_asked_once() -> None:
    guest = scripted()
    power.power_off(guest, 60, 10)
    assert (guest.presses, guest.kills) == (1, 0)


def test_a_booting_guest_is_asked_again() -> None:
    guest = scripted(obeys_after=3)
    power.power_off(guest, 60, 10)
    assert (guest.presses, guest.kills) == (3, 0)


def test_a_deaf_guest_is_killed_in_the_end() -> None:
    guest = scripted(obeys_after=None)
    power.power_off(guest, 60, 10)
    assert (guest.presses, guest.kills) == (6, 1)


def test_without_timeout_nobody_asks() -> None:
    guest = scripted()
    power.power_off(guest, 0, 0)
    assert (guest.presses, guest.kills) == (0, 1)


def test_kill_is_tried_again() -> None:
    guest = scripted(busy_kills=2)
    power.kill(guest)
    assert guest.state == PowerState.SHUTDOWN


def test_kill_that_never_works() -> None:
    with pytest.raises(exception.InstancePowerOffFailed, match="slow disk"):
        power.kill(scripted(busy_kills=99))


def test_soft_reboot(option: Any) -> None:
    guest = scripted(obeys_after=2)
    assert power.soft_reboot(guest) is True
    assert (guest.starts, guest.kills, guest.state) == (1, 0, PowerState.RUNNING)


def test_soft_reboot_gives_up(option: Any) -> None:
    option("wait_soft_reboot_seconds", 20, "libvirt")
    guest = scripted(obeys_after=None)
    assert power.soft_reboot(guest) is False
    assert (guest.starts, guest.kills) == (0, 0)


def test_soft_reboot_needs_a_running_guest() -> None:
    guest = scripted()
    guest.state = PowerState.SHUTDOWN
    assert power.soft_reboot(guest) is False
    assert guest.starts == 0


def test_waiting_for_a_guest_that_does_not_run() -> None:
    guest = scripted()
    guest.state = PowerState.PAUSED
    with pytest.raises(exception.InstancePowerOnFailed, match="PAUSED after 60 s"):
        power.wait_running(guest)


def test_on_a_real_library(guest: Guest) -> None:
    guest.start()
    power.wait_running(guest)
    power.power_off(guest, 5, 1)
    assert power.is_stopped(guest)
    power.kill(guest)
