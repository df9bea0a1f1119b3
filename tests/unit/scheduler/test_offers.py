# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Offers of Placement that serve several requests."""

import pytest

from nova_lite import concurrency
from nova_lite.context import RequestContext, get_admin_context
from nova_lite.placement.model import (
    AllocationCandidate,
    CandidateRequest,
    Candidates,
    ProviderSummary,
    RequestGroup,
)
from nova_lite.scheduler import offers
from tests.unit.clock import Clock

SMALL = CandidateRequest(RequestGroup({"VCPU": 1}))
BIG = CandidateRequest(RequestGroup({"VCPU": 100}))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[CandidateRequest]:
    """The questions; there is room for the small one only."""
    found: list[CandidateRequest] = []

    def candidates(context: object, request: CandidateRequest) -> Candidates:
        found.append(request)
        if request is BIG:
            return Candidates()
        return Candidates((AllocationCandidate({"node": {"VCPU": 1}}),), {"node": ProviderSummary("node", "node")})

    monkeypatch.setattr(offers.placement, "allocation_candidates", candidates)
    return found


def test_an_answer_serves_for_a_moment(asked: list[CandidateRequest], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock.of(concurrency, monkeypatch)
    known = offers.Offers()
    assert known.known(SMALL) is None
    found = known.get(get_admin_context(), SMALL)
    assert list(found) == ["node"]
    assert known.known(SMALL) is found
    assert known.known(BIG) is None
    clock.now += offers.OFFER_S + 0.1
    assert known.known(SMALL) is None
    known.get(get_admin_context(), BIG)
    assert asked == [SMALL, BIG]


def test_who_asks_gets_a_new_answer(asked: list[CandidateRequest]) -> None:
    known = offers.Offers()
    for _ in range(2):
        known.get(get_admin_context(), SMALL)
    assert asked == [SMALL, SMALL]


def test_nothing_is_known_of_an_empty_answer_or_when_all_is_forgotten(asked: list[CandidateRequest]) -> None:
    known = offers.Offers()
    known.get(get_admin_context(), BIG)
    assert known.known(BIG) is None
    known.get(get_admin_context(), SMALL)
    known.forget()
    assert known.known(SMALL) is None


def test_an_answer_that_comes_after_a_change_serves_its_caller_only(
    asked: list[CandidateRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = offers.Offers()
    answer = offers.placement.allocation_candidates

    def changing(context: RequestContext, request: CandidateRequest) -> Candidates:
        known.forget()
        return answer(context, request)

    monkeypatch.setattr(offers.placement, "allocation_candidates", changing)
    assert list(known.get(get_admin_context(), SMALL)) == ["node"]
    assert known.known(SMALL) is None
