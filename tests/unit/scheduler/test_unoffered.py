# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Why Placement does not offer a node."""

import pytest

from nova_lite.placement.model import CandidateRequest, Inventory, RequestGroup
from nova_lite.scheduler.unoffered import TOGETHER, Facts, reasons

ROOT = Facts(
    {"VCPU": Inventory(total=8, reserved=1, max_unit=4), "MEMORY_MB": Inventory(total=1024, step_size=64)},
    {"VCPU": 3},
    frozenset({"A", "COMPUTE_STATUS_DISABLED"}),
    frozenset({"agg1"}),
)
CHILD = Facts({"VGPU": Inventory(total=2)}, {"VGPU": 1}, frozenset({"GPU"}))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (CandidateRequest(RequestGroup({"VCPU": 5})), "VCPU: 5 wanted, 4 free of 7"),
        (CandidateRequest(RequestGroup({"PCPU": 1})), "PCPU: 1 wanted, the host has none"),
        (CandidateRequest(RequestGroup({"MEMORY_MB": 100})), "MEMORY_MB: 100 wanted, amounts go in steps of 64"),
        (CandidateRequest(RequestGroup(), {"1": RequestGroup({"VGPU": 2})}), "VGPU: 2 wanted, 1 free of 2"),
        (CandidateRequest(RequestGroup(required_traits=frozenset({"B", "GPU"}))), "trait B is missing"),
        (CandidateRequest(RequestGroup(forbidden_traits=frozenset({"A"}))), "trait A is set"),
        (CandidateRequest(RequestGroup(), root_required=frozenset({"GPU"})), "trait GPU is missing"),
        (
            CandidateRequest(RequestGroup(), root_forbidden=frozenset({"COMPUTE_STATUS_DISABLED"})),
            "trait COMPUTE_STATUS_DISABLED is set",
        ),
        (
            CandidateRequest(RequestGroup(member_of=(frozenset({"agg1"}), frozenset({"agg2", "agg3"})))),
            "it is in none of the aggregates agg2, agg3",
        ),
        (CandidateRequest(RequestGroup(forbidden_aggregates=frozenset({"agg1"}))), "it is in aggregate agg1"),
        (CandidateRequest(RequestGroup(in_tree="other")), "the request is for another node"),
        (CandidateRequest(RequestGroup({"VCPU": 4, "MEMORY_MB": 64})), TOGETHER),
    ],
)
def test_the_condition_that_fails_with_its_numbers(asked: CandidateRequest, found: str) -> None:
    assert reasons(asked, "node", [ROOT, CHILD]) == [found]


def test_more_than_one_server_may_have() -> None:
    provider = Facts({"VCPU": Inventory(total=16, max_unit=4)})
    assert reasons(CandidateRequest(RequestGroup({"VCPU": 5})), "node", [provider]) == [
        "VCPU: 5 wanted, one server may have 1 to 4"
    ]


def test_all_failing_conditions_are_named_once() -> None:
    asked = CandidateRequest(RequestGroup({"VCPU": 9, "PCPU": 1}), {"1": RequestGroup({"PCPU": 1})})
    assert len(reasons(asked, "node", [ROOT])) == 2


def test_a_node_that_placement_does_not_know() -> None:
    assert reasons(CandidateRequest(RequestGroup()), "node", []) == ["Placement has no provider of this node"]
