# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Requests for hosts: alone, together, and apart again."""

import threading
from functools import partial
from typing import Any

import pytest

from nova_lite import concurrency, exception
from nova_lite.conductor import selecting
from nova_lite.context import RequestContext
from nova_lite.objects.lease import Lease
from nova_lite.objects.request_spec import RequestSpec, Selection
from tests.unit.conductor.builders import a_spec, chosen
from tests.unit.test_concurrency import waiting


class Scheduler:
    """Answers with the host that a request forces; one that forces none is refused. The first waits for `go`."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []
        self.stamps: list[str | None] = []
        self.held: list[list[str]] = []
        self.begun, self.go = threading.Event(), threading.Event()

    def select_destinations(
        self, context: RequestContext, spec: RequestSpec, uuids: list[str], held: Lease
    ) -> list[list[Selection]]:
        self.held.append([held.uuid])
        self.asked.append(("alone", uuids))
        self.begun.set()
        assert self.go.wait(5)
        if not spec.force_hosts:
            raise exception.NoValidHost(reason="none")
        return [chosen(*spec.force_hosts) for _ in uuids]

    def select_for_each(
        self, context: RequestContext, specs: list[RequestSpec], uuids: list[str], held: list[Lease]
    ) -> list[list[Selection] | None]:
        self.held.append([lease.uuid for lease in held])
        self.asked.append(("together", uuids))
        self.stamps.append(context.timestamp)
        return [chosen(*spec.force_hosts) if spec.force_hosts else None for spec in specs]


def as_many_wait(count: int) -> bool:
    return waiting(selecting._REQUESTS) >= count


@pytest.fixture
def scheduler(monkeypatch: pytest.MonkeyPatch) -> Scheduler:
    found = Scheduler()
    monkeypatch.setattr(selecting, "rpc", found)
    return found


def a_hold(name: str) -> Lease:
    return Lease(uuid=name, instance_uuid=name, kind="create", attempt=1)


def a_request(host: str | None) -> RequestSpec:
    return a_spec().copy(force_hosts=[host] if host else [])


def answers(scheduler: Scheduler, hosts: list[str | None]) -> dict[int, Any]:
    """What requests are told of which all but the first come while that is answered."""
    found: dict[int, Any] = {}

    def ask(number: int, host: str | None) -> None:
        context = RequestContext(timestamp=f"2026-01-0{9 - number}T00:00:00")
        try:
            found[number] = selecting.select(context, a_request(host), [f"uuid{number}"], a_hold(f"hold{number}"))[0][
                0
            ].host
        except exception.NoValidHost as error:
            found[number] = str(error)

    threads = []
    for number, host in enumerate(hosts):
        threads.append(concurrency.spawn(ask, number, host))
        assert scheduler.begun.wait(5)
        assert concurrency.wait_until(partial(as_many_wait, number), 5, 0.005)
    scheduler.go.set()
    for thread in threads:
        thread.join(5)
    return found


def test_one_alone_asks_as_ever(scheduler: Scheduler) -> None:
    scheduler.go.set()
    assert selecting.select(RequestContext(), a_request("host1"), ["uuid1"], a_hold("hold1"))[0][0].host == "host1"
    with pytest.raises(exception.NoValidHost):
        selecting.select(RequestContext(), a_request(None), ["uuid2"], a_hold("hold2"))
    assert scheduler.asked == [("alone", ["uuid1"]), ("alone", ["uuid2"])]


def test_a_request_for_several_goes_by_itself(scheduler: Scheduler) -> None:
    scheduler.go.set()
    assert len(selecting.select(RequestContext(), a_request("host1"), ["uuid1", "uuid2"], a_hold("hold"))) == 2
    assert scheduler.asked == [("alone", ["uuid1", "uuid2"])]


def test_those_that_come_meanwhile_go_in_one_message(scheduler: Scheduler) -> None:
    assert answers(scheduler, ["host0", "host1", "host2"]) == {0: "host0", 1: "host1", 2: "host2"}
    assert scheduler.asked == [("alone", ["uuid0"]), ("together", ["uuid1", "uuid2"])]
    assert scheduler.held == [["hold0"], ["hold1", "hold2"]]
    assert scheduler.stamps == ["2026-01-07T00:00:00"], "the oldest request speaks for all"


def test_who_finds_no_host_together_is_told_why_alone(scheduler: Scheduler) -> None:
    found = answers(scheduler, ["host0", None, "host2"])
    assert found == {0: "host0", 1: "No valid host was found. none", 2: "host2"}
    assert scheduler.asked[-1] == ("alone", ["uuid1"])


def test_a_message_carries_only_so_many(scheduler: Scheduler) -> None:
    found = answers(scheduler, [f"host{number}" for number in range(8)])
    assert found == {number: f"host{number}" for number in range(8)}
    assert [len(uuids) for _, uuids in scheduler.asked] == [1, 5, 2]
