# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Query strings and JSON forms."""

from urllib import parse

from nova_lite.placement.model import (
    AllocationCandidate,
    CandidateRequest,
    Candidates,
    Consumer,
    Inventory,
    ProviderSummary,
    RequestGroup,
    trait_list,
)


def test_query_is_sorted_and_complete() -> None:
    request = CandidateRequest(
        group=RequestGroup(
            resources={"VCPU": 2, "MEMORY_MB": 512, "DISK_GB": 0},
            required_traits=frozenset({"T2", "T1"}),
            forbidden_traits=frozenset({"F1"}),
            member_of=(frozenset({"b", "a"}), frozenset({"c"})),
            forbidden_aggregates=frozenset({"z"}),
            in_tree="node",
        ),
        granular={"_port": RequestGroup({"NET_BW_EGR_KILOBIT_PER_SEC": 1})},
        root_required=frozenset({"R"}),
        root_forbidden=frozenset({"N"}),
        same_subtree=(frozenset({"_b", "_a"}),),
        limit=1000,
    )
    assert parse.parse_qsl(request.query()) == [
        ("in_tree", "node"),
        ("limit", "1000"),
        ("member_of", "!in:z"),
        ("member_of", "in:a,b"),
        ("member_of", "in:c"),
        ("required", "T1,T2,!F1"),
        ("resources", "MEMORY_MB:512,VCPU:2"),
        ("resources_port", "NET_BW_EGR_KILOBIT_PER_SEC:1"),
        ("root_required", "R,!N"),
        ("same_subtree", "_a,_b"),
    ]


def test_group_policy_is_needed_from_two_groups_on() -> None:
    one, two = RequestGroup({"A": 1}), RequestGroup({"B": 1})
    assert "group_policy" not in CandidateRequest(one, {"1": two}).query()
    assert "group_policy=none" in CandidateRequest(one, {"1": two, "2": two}).query()
    isolated = CandidateRequest(one, {"1": two, "2": two}, group_policy="isolate")
    assert "group_policy=isolate" in isolated.query()


def test_trait_list() -> None:
    assert trait_list({"b", "a"}, {"c"}) == "a,b,!c"
    assert trait_list((), ()) == ""


def test_candidates_are_grouped_by_compute_node() -> None:
    nested = AllocationCandidate({"root": {"VCPU": 1}, "child": {"VGPU": 1}})
    plain = AllocationCandidate({"other": {"VCPU": 1}})
    providers = {
        "root": ProviderSummary("root", "root"),
        "child": ProviderSummary("child", "root", "root"),
        "other": ProviderSummary("other", "other"),
    }
    assert Candidates((nested, plain), providers).by_root() == {"root": [nested], "other": [plain]}


def test_inventory_capacity_and_round_trip() -> None:
    inventory = Inventory(total=10, reserved=2, max_unit=10, allocation_ratio=1.5)
    assert inventory.capacity == 12.0
    assert Inventory.from_json(inventory.to_json()) == inventory


def test_consumer_body() -> None:
    assert Consumer("c", {"node": {"VCPU": 1}}, "p", "u").to_json() == {
        "allocations": {"node": {"resources": {"VCPU": 1}}},
        "project_id": "p",
        "user_id": "u",
        "consumer_generation": None,
    }
