# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Waiting for events of other services."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from nova_lite import concurrency, exception
from nova_lite.compute import external_events
from nova_lite.compute.external_events import ExternalEvents
from nova_lite.conf import CONF
from tests.unit.compute.fakes import PORT, UUID

PLUGGED = "network-vif-plugged"


@pytest.fixture
def options() -> Iterator[None]:
    yield
    CONF.clear_override("vif_plugging_timeout")
    CONF.clear_override("vif_plugging_is_fatal")


def test_wait_ends_when_all_ports_are_plugged() -> None:
    events, seen = ExternalEvents(), []
    with events.watch(UUID, set) as watch:
        assert events.deliver(UUID, PLUGGED, "early", "completed")

        def late() -> None:
            concurrency.sleep(0.05)
            seen.append(events.deliver(UUID, PLUGGED, PORT.id, "completed"))

        with watch.vifs_plugged([PORT, replace(PORT, id="early")]):
            concurrency.spawn(late)
    assert seen == [True]


def test_active_and_remote_managed_ports_are_not_waited_for() -> None:
    with (
        ExternalEvents().watch(UUID, set) as watch,
        watch.vifs_plugged([replace(PORT, active=True), replace(PORT, vnic_type="remote-managed")]),
    ):
        pass


def test_late_port_is_an_error_if_the_option_says_so(options: None) -> None:
    CONF.set_override("vif_plugging_timeout", 1)
    with pytest.raises(exception.VirtualInterfaceCreateFailed, match="port-1 was not reported as plugged within 1 s"):
        with ExternalEvents().watch(UUID, set) as watch, watch.vifs_plugged([PORT]):
            pass
    CONF.set_override("vif_plugging_is_fatal", False)
    with ExternalEvents().watch(UUID, set) as watch, watch.vifs_plugged([PORT]):
        pass


def test_a_port_whose_event_was_lost_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neutron reports once; if nova-api was away then, nobody heard it."""
    monkeypatch.setattr(external_events, "LOOK_S", 0.01)
    answers: list[set[str] | Exception] = [
        exception.PeerUnavailable(service="network", reason="away"),
        set(),
        {PORT.id},
    ]

    def look() -> set[str]:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with ExternalEvents().watch(UUID, look) as watch, watch.vifs_plugged([PORT]):
        pass
    assert answers == []


def test_the_failure_of_another_port_is_not_news(options: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(external_events, "LOOK_S", 0.2)
    CONF.set_override("vif_plugging_timeout", 1)
    asked: list[str] = []

    def look() -> set[str]:
        asked.append("look")
        return set()

    events = ExternalEvents()
    with pytest.raises(exception.VirtualInterfaceCreateFailed, match="port-1 was not reported"):
        with events.watch(UUID, look) as watch, watch.vifs_plugged([PORT]):
            events.deliver(UUID, PLUGGED, "other", "failed")
    assert len(asked) == 2


def test_nobody_is_asked_when_the_event_comes() -> None:
    events, asked = ExternalEvents(), []

    def look() -> set[str]:
        asked.append("look")
        return set()

    with events.watch(UUID, look) as watch, watch.vifs_plugged([PORT]):
        events.deliver(UUID, PLUGGED, PORT.id, "completed")
    assert asked == []


def test_timeout_of_zero_waits_for_nothing(options: None) -> None:
    CONF.set_override("vif_plugging_timeout", 0)
    with ExternalEvents().watch(UUID, set) as watch, watch.vifs_plugged([PORT]):
        pass


def test_error_in_the_block_is_not_hidden_by_a_wait() -> None:
    with pytest.raises(ValueError, match="broken"):
        with ExternalEvents().watch(UUID, set) as watch, watch.vifs_plugged([PORT]):
            raise ValueError("broken")


def test_cancelled_wait_says_why() -> None:
    events, why = ExternalEvents(), exception.InstanceNotFound(instance_id=UUID)
    with pytest.raises(exception.InstanceNotFound):
        with events.watch(UUID, set) as watch, watch.vifs_plugged([PORT]):
            events.cancel(UUID, why)
    events.cancel(UUID, why)


def test_closed_service_waits_no_more() -> None:
    events = ExternalEvents()
    events.close()
    with pytest.raises(exception.ServiceStops):
        with events.watch(UUID, set) as watch, watch.vifs_plugged([PORT]):
            pass


def test_nobody_watches() -> None:
    events = ExternalEvents()
    with events.watch(UUID, set):
        pass
    assert not events.deliver(UUID, PLUGGED, PORT.id, "completed")
