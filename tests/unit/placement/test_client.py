# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Candidates and usages against the real Placement application."""

import uuid

import pytest

from nova_lite import context as nova_context
from nova_lite import exception
from nova_lite.placement import allocations, client
from nova_lite.placement.model import CandidateRequest, Consumer, Inventory, RequestGroup, Usage
from nova_lite.placement.providers import Providers
from tests.functional.fixtures.cloud import Cloud

BIG = "0b5dd1d4-0000-4000-8000-00000000000b"
SMALL = "0b5dd1d4-0000-4000-8000-00000000000a"
ZONE = "0b5dd1d4-0000-4000-8000-0000000000aa"
CONTEXT = nova_context.get_admin_context()


@pytest.fixture(autouse=True)
def nodes(cloud: Cloud) -> None:
    providers = Providers()
    for node, vcpus in ((BIG, 8), (SMALL, 2)):
        providers.create(CONTEXT, node, node)
        providers.set_inventories(CONTEXT, node, {"VCPU": Inventory(total=vcpus, max_unit=vcpus)})
    providers.set_traits(CONTEXT, SMALL, ["COMPUTE_STATUS_DISABLED"])
    providers.set_aggregates(CONTEXT, BIG, [ZONE])


def roots(request: CandidateRequest) -> set[str]:
    return set(client.allocation_candidates(CONTEXT, request).by_root())


def test_candidates_carry_providers_usage_and_allocations() -> None:
    allocations.claim(CONTEXT, Consumer(str(uuid.uuid4()), {BIG: {"VCPU": 3}}, "p", "u"))
    found = client.allocation_candidates(CONTEXT, CandidateRequest(RequestGroup({"VCPU": 4})))
    (candidate,) = found.by_root()[BIG]
    assert candidate.allocations == {BIG: {"VCPU": 4}}
    assert candidate.mappings == {"": [BIG]}
    assert found.providers[BIG].usages == {"VCPU": Usage(capacity=8, used=3)}
    assert found.providers[BIG].root_uuid == BIG


def test_narrowing() -> None:
    one = RequestGroup({"VCPU": 1})
    assert roots(CandidateRequest(one)) == {BIG, SMALL}
    disabled = frozenset({"COMPUTE_STATUS_DISABLED"})
    assert roots(CandidateRequest(one, root_forbidden=disabled)) == {BIG}
    assert roots(CandidateRequest(RequestGroup({"VCPU": 1}, required_traits=disabled))) == {SMALL}
    assert roots(CandidateRequest(RequestGroup({"VCPU": 1}, in_tree=SMALL))) == {SMALL}
    zone = frozenset({ZONE})
    assert roots(CandidateRequest(RequestGroup({"VCPU": 1}, member_of=(zone,)))) == {BIG}
    assert roots(CandidateRequest(RequestGroup({"VCPU": 1}, forbidden_aggregates=zone))) == {SMALL}
    assert len(roots(CandidateRequest(one, limit=1))) == 1
    assert roots(CandidateRequest(RequestGroup({"VCPU": 99}))) == set()


def test_unknown_trait_is_an_error_not_an_empty_answer() -> None:
    request = CandidateRequest(RequestGroup({"VCPU": 1}, required_traits=frozenset({"NO_SUCH"})))
    with pytest.raises(exception.ResourceProviderInvalid, match="NO_SUCH"):
        client.allocation_candidates(CONTEXT, request)


def test_project_usages_by_user() -> None:
    for user in ("u1", "u2"):
        allocations.claim(CONTEXT, Consumer(str(uuid.uuid4()), {BIG: {"VCPU": 2}}, "p", user))
    assert client.project_usages(CONTEXT, "p") == {"VCPU": 4}
    assert client.project_usages(CONTEXT, "p", "u1") == {"VCPU": 2}
    assert client.project_usages(CONTEXT, "nobody") == {}


def test_known_traits() -> None:
    assert client.known_traits(CONTEXT, {"OWNER_NOVA", "NO_SUCH"}) == {"OWNER_NOVA"}
    assert "HW_CPU_X86_AVX" in client.known_traits(CONTEXT)
