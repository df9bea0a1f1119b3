# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Placement's offers, asked for once by requests that want the same at the same time or shortly after each other.

An offer is no promise: who takes it claims, and Placement refuses what is not there any more. So an answer serves for
OFFER_S seconds, unless it was empty or aggregates changed, and who finds no host in an old one asks anew.
"""

from nova_lite import concurrency
from nova_lite.context import RequestContext
from nova_lite.placement import client as placement
from nova_lite.placement.model import AllocationCandidate, CandidateRequest

OFFER_S = 1.0

ByNode = dict[str, list[AllocationCandidate]]
"""Candidates by the uuid of their compute node."""


class Offers:
    """The latest answers by question. Any thread may call any method."""

    def __init__(self) -> None:
        self._asking = concurrency.Batches(self._ask)
        self._recent = concurrency.Recent[ByNode](OFFER_S)

    def known(self, asked: CandidateRequest) -> ByNode | None:
        """A recent answer, which callers must not change; None without one."""
        return self._recent.get(asked.query())

    def get(self, context: RequestContext, asked: CandidateRequest) -> ByNode:
        """An answer that is not older than this call. Raises ResourceProviderInvalid, PeerUnavailable."""
        return self._asking.join(asked.query(), (context, asked))

    def _ask(self, callers: list[tuple[RequestContext, CandidateRequest]]) -> ByNode:
        context, asked = callers[0]
        return self._recent.read(asked.query(), lambda: placement.allocation_candidates(context, asked).by_root())

    def forget(self) -> None:
        """Ask anew for everything; what is asked just now serves nobody else either."""
        self._recent.forget()
