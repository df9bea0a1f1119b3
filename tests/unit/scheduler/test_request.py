# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""From a request to the hosts among which one is chosen."""

from collections.abc import Iterator
from unittest.mock import Mock

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.placement.model import AllocationCandidate, CandidateRequest, Candidates, ProviderSummary
from nova_lite.scheduler import offers, registry, request
from nova_lite.scheduler.directory import Directory
from tests.unit.control_plane import Plane
from tests.unit.scheduler.builders import a_spec
from tests.unit.scheduler.nodes import add_node


class Placement:
    """Offers providers by the resource class that is asked for; keeps the questions."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.by_class: dict[str, list[str]] = {"VCPU": [], "PCPU": []}
        self.asked: list[CandidateRequest] = []
        monkeypatch.setattr(offers.placement, "allocation_candidates", self._candidates)

    def _candidates(self, context: object, asked: CandidateRequest) -> Candidates:
        self.asked.append(asked)
        kind = "PCPU" if "PCPU" in asked.group.resources else "VCPU"
        uuids = self.by_class[kind]
        return Candidates(
            tuple(AllocationCandidate({uuid: {kind: 1}}) for uuid in uuids),
            {uuid: ProviderSummary(uuid, uuid) for uuid in uuids},
        )


@pytest.fixture
def placement(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> Placement:
    return Placement(monkeypatch)


@pytest.fixture
def options() -> Iterator[None]:
    yield
    CONF.clear_override("disable_fallback_pcpu_query", "workarounds")
    CONF.clear_override("image_props_weight_multiplier", "filter_scheduler")


RULES = request.Rules(
    {name: one() for name, one in registry.FILTERS.items()}, {name: one() for name, one in registry.WEIGHERS.items()}
)


def test_all_prefilters_have_their_say(plane: Plane, placement: Placement) -> None:
    plane.add_compute("host1")
    spec = a_spec({"hw:virtio_packed_ring": "yes"}, availability_zone="elsewhere")
    request.offer(plane.admin, spec, Directory())
    (asked,) = placement.asked
    assert asked.root_required == {"COMPUTE_NET_VIRTIO_PACKED", "OWNER_NOVA"}
    assert asked.root_forbidden == {"COMPUTE_STATUS_DISABLED"}
    assert asked.group.member_of == (frozenset({"00000000-0000-0000-0000-000000000000"}),)


def test_pinned_cpus_are_also_looked_for_on_hosts_without_pcpu(
    plane: Plane, placement: Placement, options: None
) -> None:
    placement.by_class = {"PCPU": ["new"], "VCPU": ["old", "new"]}
    spec = a_spec({"hw:cpu_policy": "dedicated", "hw:cpu_thread_policy": "isolate"})
    offered = request.offer(plane.admin, spec, Directory())
    assert {uuid: len(found) for uuid, found in offered.candidates.items()} == {"new": 2, "old": 1}
    first, second = placement.asked
    assert (first.group.resources["PCPU"], "VCPU" in first.group.resources) == (1, False)
    assert first.group.forbidden_traits == {"HW_CPU_HYPERTHREADING"}
    assert second.group.resources["VCPU"] == 1 and second.group.forbidden_traits == frozenset()
    CONF.set_override("disable_fallback_pcpu_query", True, "workarounds")
    assert list(request.offer(plane.admin, a_spec({"hw:cpu_policy": "dedicated"}), Directory()).candidates) == ["new"]


@pytest.mark.parametrize(
    ("values", "limited"),
    [({}, True), ({"scheduler_hints": {"same_host": ["x"]}}, False), ({"requested_host": "host1"}, True)],
)
def test_the_number_of_candidates_is_limited_unless_the_answer_must_be_complete(
    plane: Plane, placement: Placement, values: dict[str, object], limited: bool
) -> None:
    add_node(plane, "host1")
    request.offer(plane.admin, a_spec(**values), Directory())
    assert (placement.asked[0].limit == CONF.scheduler.max_placement_results) is limited


def test_an_unknown_host_is_named(plane: Plane, placement: Placement) -> None:
    with pytest.raises(exception.NoValidHost, match="No such host - host: host9"):
        request.offer(plane.admin, a_spec(requested_host="host9"), Directory())


def test_what_is_offered_but_cannot_be_used_is_told(plane: Plane, placement: Placement) -> None:
    placement.by_class["VCPU"] = [add_node(plane, "host1"), add_node(plane, "host2"), "stranger"]
    spec, directory = a_spec(ignore_hosts=["host1"]), Directory()
    offered = request.offer(plane.admin, spec, directory)
    made = request.selector(plane.admin, spec, directory, offered, RULES)
    assert [host.host for host in made.ranked()] == ["host2"]
    assert made.rejections.by_filter["request"] == {"host1": "the request excludes this host"}
    assert list(made.rejections.by_filter["cells"]) == ["stranger"]


def rebuild(image_properties: dict[str, str]) -> RequestSpec:
    hints = {request.CHECK_HINT: ["rebuild"]}
    return a_spec(properties=image_properties, scheduler_hints=hints, force_hosts=["host1"])


def test_a_rebuild_asks_only_what_looks_at_the_image(plane: Plane, placement: Placement) -> None:
    uuid = add_node(plane, "host1", up=False)
    directory = Directory()
    for properties, passes in (({}, True), ({"hw_architecture": "s390x"}, False)):
        spec = rebuild(properties)
        offered = request.rebuild_offer(plane.admin, spec, directory)
        assert list(offered.candidates) == [uuid]
        made = request.selector(plane.admin, spec, directory, offered, RULES)
        assert bool(made.ranked()) is passes
    assert placement.asked == []


def test_servers_of_hosts_are_read_only_when_something_asks_for_them(
    plane: Plane, placement: Placement, options: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(
        Directory, "hosts", lambda self, context, uuids, with_instances: asked.append(with_instances) or {}
    )
    directory, nothing = Directory(), request.Offer((CandidateRequest(request.resources.RequestGroup()),), {})
    request.selector(plane.admin, a_spec(), directory, nothing, RULES)
    request.selector(plane.admin, a_spec(scheduler_hints={"different_host": ["x"]}), directory, nothing, RULES)
    foreign = request.Rules({"SomebodyElses": Mock()}, {})
    request.selector(plane.admin, a_spec(), directory, nothing, foreign)
    CONF.set_override("image_props_weight_multiplier", 1.0, "filter_scheduler")
    request.selector(plane.admin, a_spec(), directory, nothing, RULES)
    assert asked == [False, True, True, True]


def test_the_question_in_readable_form(plane: Plane, placement: Placement) -> None:
    offered = request.offer(plane.admin, a_spec(), Directory())
    assert "resources=DISK_GB:5,MEMORY_MB:512,VCPU:1" in offered.describe()


def test_what_placement_does_not_know_is_had_by_no_host(
    plane: Plane, placement: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(context: object, asked: CandidateRequest) -> Candidates:
        raise exception.ResourceProviderInvalid(reason="No such trait(s): CUSTOM_X")

    monkeypatch.setattr(offers.placement, "allocation_candidates", refuse)
    with pytest.raises(exception.NoValidHost) as caught:
        request.offer(plane.admin, a_spec(), Directory())
    assert caught.value.format_message() == "No valid host was found. There are not enough hosts available."
    assert "CUSTOM_X" in caught.value.__notes__[0]


def test_former_names_of_image_properties_count(plane: Plane, placement: Placement) -> None:
    placement.by_class["VCPU"] = [add_node(plane, "host1")]
    spec, directory = a_spec(properties={"architecture": "S390X"}), Directory()
    made = request.selector(plane.admin, spec, directory, request.offer(plane.admin, spec, directory), RULES)
    assert made.ranked() == []
    assert "s390x" in made.rejections.by_filter["ImagePropertiesFilter"]["host1"]
