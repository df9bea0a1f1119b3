# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Reports of libvirt on their way to the listener."""

import threading

import libvirt
import pytest

from nova_lite import concurrency
from nova_lite.lifecycle import PowerState
from nova_lite.virt.libvirt import events

UUID = "uuid"


@pytest.mark.parametrize(
    ("event", "detail", "expected"),
    [
        (libvirt.VIR_DOMAIN_EVENT_STARTED, 0, PowerState.RUNNING),
        (libvirt.VIR_DOMAIN_EVENT_RESUMED, 0, PowerState.RUNNING),
        (libvirt.VIR_DOMAIN_EVENT_SUSPENDED, libvirt.VIR_DOMAIN_EVENT_SUSPENDED_PAUSED, PowerState.PAUSED),
        (libvirt.VIR_DOMAIN_EVENT_SUSPENDED, libvirt.VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED, None),
        (libvirt.VIR_DOMAIN_EVENT_STOPPED, libvirt.VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN, PowerState.SHUTDOWN),
        (libvirt.VIR_DOMAIN_EVENT_STOPPED, libvirt.VIR_DOMAIN_EVENT_STOPPED_MIGRATED, None),
        (libvirt.VIR_DOMAIN_EVENT_CRASHED, 0, PowerState.CRASHED),
        (libvirt.VIR_DOMAIN_EVENT_DEFINED, 0, None),
    ],
)
def test_states(event: int, detail: int, expected: PowerState | None) -> None:
    assert events.power_state_of(event, detail) == expected


class Recorder:
    """A listener that remembers and can be waited for."""

    def __init__(self) -> None:
        self.told: list[tuple[str, PowerState]] = []
        self.woken = threading.Event()

    def __call__(self, uuid: str, state: PowerState) -> None:
        self.told.append((uuid, state))
        self.woken.set()


def test_a_stop_is_told_late() -> None:
    recorder, lifecycle = Recorder(), events.LifecycleEvents(stop_delay_s=0.05)
    lifecycle.listen(recorder)
    lifecycle.report(UUID, PowerState.SHUTDOWN)
    assert recorder.told == []
    assert recorder.woken.wait(5)
    assert recorder.told == [(UUID, PowerState.SHUTDOWN)]


def test_a_start_cancels_the_stop_before_it() -> None:
    recorder, lifecycle = Recorder(), events.LifecycleEvents(stop_delay_s=0.05)
    lifecycle.listen(recorder)
    lifecycle.report(UUID, PowerState.SHUTDOWN)
    lifecycle.report(UUID, PowerState.RUNNING)
    lifecycle.report("other", PowerState.SHUTDOWN)
    assert concurrency.wait_until(lambda: len(recorder.told) == 2, 5, 0.01)
    assert recorder.told == [(UUID, PowerState.RUNNING), ("other", PowerState.SHUTDOWN)]


def test_a_listener_that_fails_hurts_nobody(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_uuid: str, _state: PowerState) -> None:
        raise RuntimeError("listener")

    lifecycle = events.LifecycleEvents()
    lifecycle.report(UUID, PowerState.RUNNING)
    lifecycle.listen(fail)
    lifecycle.report(UUID, PowerState.RUNNING)
    assert "was not handled" in caplog.text
