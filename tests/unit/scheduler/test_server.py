# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The scheduler's RPC interface."""

import datetime
import traceback
from typing import Any

import oslo_messaging as messaging
import pytest
from oslo_messaging._drivers.common import deserialize_remote_exception, serialize_remote_exception
from oslo_utils import timeutils

from nova_lite import cells, exception, figures
from nova_lite.conductor import placing
from nova_lite.conf import CONF
from nova_lite.db.engine import cell_database
from nova_lite.db.main import services
from nova_lite.objects.lease import Lease
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.operations import delete
from nova_lite.placement.model import AllocationCandidate, CandidateRequest, Candidates, ProviderSummary
from nova_lite.rpc import scheduler as rpc
from nova_lite.rpc.transport import EXPOSED_ERRORS
from nova_lite.scheduler import offers, request, select, server
from nova_lite.scheduler.directory import Directory
from tests.unit.conductor.builders import a_lease, asked
from tests.unit.control_plane import Plane
from tests.unit.counting import Counted
from tests.unit.scheduler.builders import a_spec
from tests.unit.scheduler.nodes import add_node


@pytest.fixture
def offered(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Placement offers these providers; what it was asked is kept."""
    state: dict[str, Any] = {"uuids": [], "asked": []}

    def candidates(context: object, request: CandidateRequest) -> Candidates:
        state["asked"].append(request)
        uuids = state["uuids"]
        return Candidates(
            tuple(AllocationCandidate({uuid: {"VCPU": 1}}) for uuid in uuids),
            {uuid: ProviderSummary(uuid, uuid) for uuid in uuids},
        )

    monkeypatch.setattr(offers.placement, "allocation_candidates", candidates)
    monkeypatch.setattr(select.allocations, "claim", lambda context, consumer: None)
    monkeypatch.setattr(select.allocations, "claim_many", lambda context, consumers: None)
    return state


def test_a_live_host_is_chosen(plane: Plane, offered: dict[str, Any]) -> None:
    offered["uuids"] = [add_node(plane, "host1"), add_node(plane, "host2", up=False)]
    endpoint = server.SchedulerEndpoint(Directory())
    ((chosen,),) = endpoint.select_destinations(plane.admin, a_spec(), ["uuid1"])
    assert (chosen.host, chosen.node) == ("host1", "host1.node")
    assert "COMPUTE_STATUS_DISABLED" in offered["asked"][0].root_forbidden
    assert offered["asked"][0].limit == CONF.scheduler.max_placement_results


def test_while_no_host_is_heard_of_none_is_refused(plane: Plane, offered: dict[str, Any]) -> None:
    """After an outage of the bus the first request may come before the first report."""
    offered["uuids"] = [add_node(plane, "host1")]
    with cell_database().writer() as session:
        row = services.find(session, "host1", "nova-compute")
        services.save(session, row.id, {"last_seen_up": timeutils.utcnow() - datetime.timedelta(seconds=100)})
    endpoint = server.SchedulerEndpoint(Directory())
    with pytest.raises(messaging.ExpectedException) as raised:
        endpoint.select_destinations(plane.admin, a_spec(), ["uuid1"])
    assert raised.value.exc_info[0] is exception.ComputesSilent


def held(plane: Plane, number: int) -> Lease:
    """The hold of a placing that a conductor works on."""
    lease = placing.take(a_lease(plane.member, [asked(number)]))
    assert lease is not None
    placing.release(lease)
    return lease


def test_each_of_several_requests_is_placed_or_left(plane: Plane, offered: dict[str, Any]) -> None:
    offered["uuids"] = [add_node(plane, "host1"), add_node(plane, "host2")]
    specs = [a_spec(), a_spec(ignore_hosts=["host1", "host2"]), a_spec(ignore_hosts=["host1"])]
    holds = [held(plane, number) for number in (1, 2, 3)]
    uuids = [one.instance_uuid for one in holds]
    found = server.SchedulerEndpoint(Directory()).select_for_each(plane.admin, specs, uuids, holds)
    assert found[0] is not None and found[1] is None and found[2] is not None
    assert found[2][0].host == "host2"


def waited(plane: Plane, number: int) -> Lease:
    """The hold of a placing whose message waited for a scheduler for longer than usual."""
    fresh = held(plane, number)
    return fresh.copy(granted_at=fresh.granted_at - server.FRESH_S)


def test_what_others_ask_for_by_now_is_not_claimed(plane: Plane, offered: dict[str, Any]) -> None:
    offered["uuids"] = [add_node(plane, "host1")]
    endpoint = server.SchedulerEndpoint(Directory())
    first, second = waited(plane, 1), waited(plane, 2)
    uuids = [first.instance_uuid, second.instance_uuid]
    assert endpoint.select_destinations(plane.admin, a_spec(), uuids[:1], first)
    again = placing.take(first)
    assert again is not None
    placing.release(again)
    with pytest.raises(messaging.ExpectedException) as raised:
        endpoint.select_destinations(plane.admin, a_spec(), uuids[:1], first)
    assert raised.value.exc_info[0] is exception.OperationTaken
    given = endpoint.select_for_each(plane.admin, [a_spec()] * 2, uuids, [first, second])
    assert given[0] is None and given[1] is not None
    placing.postpone(second)
    assert endpoint.select_for_each(plane.admin, [a_spec()], uuids[1:], [second]) == [None]


@pytest.mark.parametrize("is_deleted", [False, True])
@pytest.mark.parametrize("is_alone", [False, True])
def test_a_late_claim_of_a_server_that_is_gone_is_given_back(
    plane: Plane, offered: dict[str, Any], monkeypatch: pytest.MonkeyPatch, is_alone: bool, is_deleted: bool
) -> None:
    """While it was claimed, another attempt took the request, saw that its server was deleted and ended it."""
    dropped: list[str] = []
    monkeypatch.setattr(server.late_claims.allocations, "delete", lambda context, uuid: dropped.append(uuid))
    offered["uuids"] = [add_node(plane, "host1")]
    endpoint = server.SchedulerEndpoint(Directory())
    lease = held(plane, 1)
    uuid = lease.instance_uuid

    def overtaken(context: object, consumer: object) -> None:
        again = placing.take(lease)
        assert again is not None
        placing.release(again)
        if is_deleted:
            delete.drop_build_request(uuid)

    ask = (
        (lambda: endpoint.select_destinations(plane.admin, a_spec(), [uuid], lease))
        if is_alone
        else (lambda: endpoint.select_for_each(plane.admin, [a_spec()], [uuid], [lease]))
    )
    ask()
    assert dropped == []
    monkeypatch.setattr(select.allocations, "claim", overtaken)
    ask()
    assert dropped == [uuid] * is_deleted


def test_an_offer_serves_the_next_request_too(plane: Plane, offered: dict[str, Any]) -> None:
    offered["uuids"] = [add_node(plane, "host1")]
    endpoint = server.SchedulerEndpoint(Directory())
    for uuid in ("uuid1", "uuid2"):
        endpoint.select_destinations(plane.admin, a_spec(), [uuid])
    assert len(offered["asked"]) == 1
    endpoint.update_aggregates(plane.admin, [1])
    endpoint.select_destinations(plane.admin, a_spec(), ["uuid3"])
    assert len(offered["asked"]) == 2


def test_who_finds_no_host_in_an_old_offer_asks_anew(plane: Plane, offered: dict[str, Any]) -> None:
    offered["uuids"] = [add_node(plane, "host1")]
    endpoint = server.SchedulerEndpoint(Directory())
    endpoint.select_destinations(plane.admin, a_spec(), ["uuid1"])
    offered["uuids"].append(add_node(plane, "host2"))
    ((chosen,),) = endpoint.select_destinations(plane.admin, a_spec(ignore_hosts=["host1"]), ["uuid2"])
    assert (chosen.host, len(offered["asked"])) == ("host2", 2)
    offered["uuids"] = []
    with pytest.raises(messaging.ExpectedException):
        endpoint.select_destinations(plane.admin, a_spec(ignore_hosts=["host1", "host2"]), ["uuid3"])
    assert len(offered["asked"]) == 3


def refused(plane: Plane, spec: RequestSpec) -> BaseException:
    """The error that a request ends with."""
    with pytest.raises(messaging.ExpectedException) as caught:
        server.SchedulerEndpoint(Directory()).select_destinations(plane.admin, spec, ["uuid1"])
    error = caught.value.exc_info[1]
    assert isinstance(error, BaseException)
    return error


def test_nothing_offered_says_what_was_asked_for(plane: Plane, offered: dict[str, Any]) -> None:
    error = refused(plane, a_spec())
    assert str(error) == "No valid host was found. There are not enough hosts available."
    assert "Placement offers no host for limit=1000&resources=DISK_GB:5" in error.__notes__[0]


def test_why_all_hosts_fell_crosses_the_bus_apart_from_the_message(plane: Plane, offered: dict[str, Any]) -> None:
    offered["uuids"] = [add_node(plane, "host1", up=False)]
    error = refused(plane, a_spec())
    failure = (type(error), error, error.__traceback__)
    sent = serialize_remote_exception(failure)
    received = deserialize_remote_exception(sent, EXPOSED_ERRORS)
    assert isinstance(received, exception.NoValidHost)
    assert received.format_message() == "No valid host was found. There are not enough hosts available."
    details = "".join(traceback.format_exception(received))
    assert "Why: ComputeFilter rejected 1 (host1: service has not reported in time)" in details


def test_a_group_whose_filter_is_off(plane: Plane, offered: dict[str, Any]) -> None:
    CONF.set_override("enabled_filters", ["ComputeFilter"], "filter_scheduler")
    try:
        error = refused(plane, a_spec(group_policy="anti-affinity"))
    finally:
        CONF.clear_override("enabled_filters", "filter_scheduler")
    assert isinstance(error, exception.UnsupportedPolicy)


def test_requests_close_together_spread(plane: Plane, offered: dict[str, Any]) -> None:
    offered["uuids"] = [add_node(plane, "host1"), add_node(plane, "host2")]
    endpoint = server.SchedulerEndpoint(Directory())
    chosen = [endpoint.select_destinations(plane.admin, a_spec(), [f"uuid{n}"])[0][0].host for n in range(4)]
    assert sorted(chosen) == ["host1", "host1", "host2", "host2"]


def test_a_rebuild_check_claims_nothing(plane: Plane, offered: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(select.allocations, "claim")
    add_node(plane, "host1", up=False)
    hints = {request.CHECK_HINT: ["rebuild"]}
    endpoint = server.SchedulerEndpoint(Directory())
    spec = a_spec(scheduler_hints=hints, requested_host="host1")
    ((chosen,),) = endpoint.select_destinations(plane.admin, spec, ["uuid1"])
    assert (chosen.host, offered["asked"]) == ("host1", [])
    spec = a_spec(properties={"hw_architecture": "s390x"}, scheduler_hints=hints, requested_host="host1")
    assert isinstance(refused(plane, spec), exception.NoValidHost)


def test_forced_and_requested_hosts(plane: Plane, offered: dict[str, Any]) -> None:
    first, second = add_node(plane, "host1", up=False), add_node(plane, "host2")
    offered["uuids"] = [first, second]
    endpoint = server.SchedulerEndpoint(Directory())
    ((chosen,),) = endpoint.select_destinations(plane.admin, a_spec(force_hosts=["host1"]), ["uuid1"])
    assert chosen.host == "host1" and offered["asked"][-1].group.in_tree == first
    ((chosen, *_),) = endpoint.select_destinations(plane.admin, a_spec(requested_host="host2"), ["uuid1"])
    assert chosen.host == "host2"
    for spec in (a_spec(requested_host="host1"), a_spec(force_hosts=["host9"])):
        with pytest.raises(messaging.ExpectedException):
            endpoint.select_destinations(plane.admin, spec, ["uuid1"])


def test_hosts_to_ignore(plane: Plane, offered: dict[str, Any]) -> None:
    offered["uuids"] = [add_node(plane, "host1"), add_node(plane, "host2")]
    endpoint = server.SchedulerEndpoint(Directory())
    ((chosen, *_),) = endpoint.select_destinations(plane.admin, a_spec(ignore_hosts=["host1"]), ["uuid1"])
    assert chosen.host == "host2"


def test_every_method_of_the_client_is_served() -> None:
    endpoint: Any = server.SchedulerEndpoint(Directory())
    for name in rpc.METHODS:
        assert callable(getattr(endpoint, name))


def test_aggregates_are_read_again_when_they_changed(plane: Plane) -> None:
    directory = Directory()
    endpoint: Any = server.SchedulerEndpoint(directory)
    for name in ("update_aggregates", "delete_aggregate"):
        before = directory.aggregates()
        assert directory.aggregates() is before
        getattr(endpoint, name)(plane.admin, [1])
        assert directory.aggregates() is not before


def test_discovery_runs_only_when_wanted(plane: Plane) -> None:
    assert server.parts().periodics == ()
    CONF.set_override("discover_hosts_in_cells_interval", 60, "scheduler")
    try:
        (periodic,) = server.parts().periodics
        add_node(plane, "host1")
        periodic.run(plane.admin)
        assert cells.of_host("host1").name == "cell1"
    finally:
        CONF.clear_override("discover_hosts_in_cells_interval", "scheduler")


def test_bad_options_stop_the_daemon() -> None:
    CONF.set_override("enabled_filters", ["NoFilter"], "filter_scheduler")
    try:
        with pytest.raises(exception.ConfigInvalid):
            server.check_options()
    finally:
        CONF.clear_override("enabled_filters", "filter_scheduler")


def test_choices_and_rejections_are_counted(plane: Plane, offered: dict[str, Any], counted: Counted) -> None:
    offered["uuids"] = [add_node(plane, "host1", up=False), add_node(plane, "host2", up=False)]
    refused(plane, a_spec())
    assert counted.of(figures.REJECTIONS) == {("ComputeFilter",): 2}
    assert counted.of(figures.SCHEDULING) == {("NoValidHost",): 1}
