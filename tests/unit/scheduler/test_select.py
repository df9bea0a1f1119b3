# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Choice of hosts: filters, weights, claims, alternates."""

from collections import Counter
from collections.abc import Callable

import pytest

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.lifecycle import CREATE
from nova_lite.objects.lease import grant
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.placement import allocations
from nova_lite.placement.model import AllocationCandidate, Consumer
from nova_lite.scheduler import select
from nova_lite.scheduler.filters.compute import ComputeFilter
from nova_lite.scheduler.filters.server_group_anti_affinity import ServerGroupAntiAffinityFilter
from nova_lite.scheduler.host_state import Amounts, HostState
from nova_lite.scheduler.select import Selector, place
from nova_lite.scheduler.weighers.ram import RAMWeigher
from tests.unit.scheduler.builders import a_host, a_spec

CONTEXT = RequestContext(user_id="user", project_id="project")


class Placement:
    """Records claims; `full` hosts refuse them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full: set[str] = set()
        self.requests = 0
        self.held: dict[str, str] = {}
        monkeypatch.setattr(allocations, "claim", lambda context, consumer: self._take([consumer]))
        monkeypatch.setattr(allocations, "claim_many", lambda context, consumers: self._take(consumers))
        monkeypatch.setattr(allocations, "delete", lambda context, uuid: bool(self.held.pop(uuid, None)))

    def _take(self, consumers: list[Consumer]) -> None:
        self.requests += bool(consumers)
        for one in consumers:
            if self.full & one.allocations.keys():
                raise exception.InsufficientCapacity(consumer_uuid=one.uuid, error="full")
        self.held.update({one.uuid: next(iter(one.allocations)) for one in consumers})


@pytest.fixture
def placement(monkeypatch: pytest.MonkeyPatch) -> Placement:
    return Placement(monkeypatch)


class Ledger:
    """What is noted of each node."""

    def __init__(self) -> None:
        self.noted: Counter[str] = Counter()

    def note_placed(self, node_uuid: str, amounts: Amounts) -> None:
        self.noted[node_uuid] += amounts.ram_mb

    def undo_placed(self, node_uuid: str, amounts: Amounts) -> None:
        self.noted[node_uuid] -= amounts.ram_mb


def selector_of(spec: RequestSpec, *hosts: HostState, ledger: Ledger | None = None) -> Callable[[], Selector]:
    candidates = {host.uuid: [AllocationCandidate({host.uuid: {"VCPU": 1}})] for host in hosts}
    filters = {"ComputeFilter": ComputeFilter(), "Anti": ServerGroupAntiAffinityFilter()}
    weighers = {"RAM": RAMWeigher()}
    return lambda: Selector(spec, {host.uuid: host for host in hosts}, candidates, filters, weighers, ledger)


def free() -> None:
    """The check of a request that nobody else holds."""


def others_hold_it() -> None:
    raise grant(CREATE, "one", 1).taken()


def test_the_host_with_most_memory_is_claimed_and_others_are_alternates(placement: Placement) -> None:
    spec = a_spec()
    hosts = [a_host("small", free_ram_mb=1000), a_host("big", free_ram_mb=9000), a_host("mid", free_ram_mb=5000)]
    (chosen,) = place(CONTEXT, spec, ["one"], selector_of(spec, *hosts), free)
    assert [item.host for item in chosen] == ["big", "mid", "small"]
    assert placement.held == {"one": "uuid-big"}


def test_many_servers_are_claimed_in_one_request(placement: Placement) -> None:
    spec = a_spec(num_instances=3)
    hosts = [a_host("a", free_ram_mb=5000), a_host("b", free_ram_mb=4700)]
    chosen = place(CONTEXT, spec, ["1", "2", "3"], selector_of(spec, *hosts), free)
    assert [item[0].host for item in chosen] == ["a", "b", "a"]
    assert placement.requests == 1


def test_hosts_that_others_share_stay_as_they_are(placement: Placement) -> None:
    hosts = [a_host("a", free_ram_mb=5000), a_host("b", free_ram_mb=4700)]
    before = [one.copy() for one in hosts]
    spec = a_spec()
    found = place(CONTEXT, spec, ["a", "b", "c"], selector_of(spec, *hosts), free)
    assert len({one[0].host for one in found}) == 2
    assert hosts == before


def test_a_full_host_is_passed_over(placement: Placement) -> None:
    placement.full = {"uuid-big"}
    spec = a_spec()
    (chosen,) = place(
        CONTEXT,
        spec,
        ["one"],
        selector_of(spec, a_host("big", free_ram_mb=9000), a_host("small", free_ram_mb=1000)),
        free,
    )
    assert chosen[0].host == "small"


def test_when_one_server_finds_no_host_all_claims_are_given_back(placement: Placement) -> None:
    placement.full = {"uuid-b"}
    spec = a_spec(group_policy="anti-affinity")
    with pytest.raises(exception.NoValidHost, match="There are not enough hosts available"):
        place(
            CONTEXT, spec, ["1", "2"], selector_of(spec, a_host("a", free_ram_mb=1), a_host("b", free_ram_mb=1)), free
        )
    assert placement.held == {}


def test_rejections_name_filter_host_and_value(placement: Placement) -> None:
    spec = a_spec()
    made = selector_of(spec, a_host("a", service_disabled=True, service_disabled_reason="moving"))()
    assert made.ranked() == []
    assert made.rejections.describe() == "ComputeFilter rejected 1 (a: service is disabled: moving)"


def test_forced_hosts_skip_the_filters(placement: Placement) -> None:
    spec = a_spec(force_hosts=["a"])
    (chosen,) = place(CONTEXT, spec, ["1"], selector_of(spec, a_host("a", service_disabled=True)), free)
    assert chosen[0].host == "a"


def test_an_alternate_is_of_the_same_cell(placement: Placement) -> None:
    spec = a_spec()
    hosts = [a_host("a", free_ram_mb=9, cell_uuid="x"), a_host("b", free_ram_mb=8, cell_uuid="y")]
    (chosen,) = place(CONTEXT, spec, ["1"], selector_of(spec, *hosts), free)
    assert [item.host for item in chosen] == ["a"]


def test_nothing_offered_says_so() -> None:
    assert select.Rejections().describe() == "no host was offered by placement"


def test_what_was_chosen_is_noted_before_the_claim(placement: Placement, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, spec = Ledger(), a_spec()
    seen: list[Counter[str]] = []
    monkeypatch.setattr(allocations, "claim", lambda context, consumer: seen.append(Counter(ledger.noted)))
    place(CONTEXT, spec, ["one"], selector_of(spec, a_host("a"), ledger=ledger), free)
    assert seen == [Counter({"uuid-a": 512})] and ledger.noted == Counter({"uuid-a": 512})


def test_what_is_not_claimed_is_not_noted(placement: Placement, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, spec = Ledger(), a_spec(group_policy="anti-affinity")
    hosts = [a_host("a", free_ram_mb=9000), a_host("b", free_ram_mb=1)]
    placement.full = {"uuid-a"}
    place(CONTEXT, spec, ["1"], selector_of(spec, *hosts, ledger=ledger), free)
    assert +ledger.noted == Counter({"uuid-b": 512})
    ledger.noted.clear()
    with pytest.raises(exception.NoValidHost):
        place(
            CONTEXT,
            spec,
            ["2", "3"],
            selector_of(a_spec(group_policy="anti-affinity"), a_host("c"), ledger=ledger),
            free,
        )
    assert not +ledger.noted

    def refuse(context: RequestContext, consumer: Consumer) -> None:
        raise exception.PeerUnavailable(service="placement", reason="away")

    monkeypatch.setattr(allocations, "claim", refuse)
    with pytest.raises(exception.PeerUnavailable):
        place(CONTEXT, spec, ["4"], selector_of(a_spec(), a_host("d"), ledger=ledger), free)
    assert not +ledger.noted


def asked(*uuids: str, check: select.Check = free) -> select._Asked:
    consumers = [Consumer(uuid, {"node": {"VCPU": 1}}, "project", "user") for uuid in uuids]
    return select._Asked(CONTEXT, consumers, check)


def test_claims_of_several_requests_are_one(placement: Placement) -> None:
    assert select._claim_all([asked("1"), asked("2", "3")]) == {}
    assert (placement.requests, sorted(placement.held)) == (1, ["1", "2", "3"])


def test_two_that_claim_for_the_same_server_do_not_go_together(placement: Placement) -> None:
    with pytest.raises(exception.AllocationUpdateFailed):
        select._claim_all([asked("1"), asked("1")])
    assert placement.requests == 0


def test_nothing_is_claimed_for_requests_that_others_hold_by_now(placement: Placement) -> None:
    theirs = asked("1", check=others_hold_it)
    assert list(select._claim_all([theirs, asked("2"), asked("3")])) == [id(theirs)]
    assert (placement.requests, sorted(placement.held)) == (1, ["2", "3"])
    assert list(select._claim_all([theirs])) == [id(theirs)]
    spec, ledger = a_spec(), Ledger()
    with pytest.raises(exception.OperationTaken):
        place(CONTEXT, spec, ["4"], selector_of(spec, a_host("a"), ledger=ledger), others_hold_it)
    assert (placement.requests, +ledger.noted) == (1, Counter())


def test_what_was_refused_together_is_not_claimed_for_others_either(placement: Placement) -> None:
    answers: list[select.Check] = [free, others_hold_it]
    placement.full = {"uuid-a"}

    def check() -> None:
        answers.pop(0)()

    spec = a_spec()
    with pytest.raises(exception.OperationTaken):
        place(CONTEXT, spec, ["1"], selector_of(spec, a_host("a", free_ram_mb=9000), a_host("b")), check)
    assert (placement.held, answers) == ({}, [])
