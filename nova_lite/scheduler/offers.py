# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Placement's offers, asked for once by requests that want the same at the same time or shortly after each other.

An offer is no promise: who takes it claims, and Placement refuses what is not there any more. So an answer serves for
OFFER_S seconds, unless it was empty or aggregates changed, and who finds no host in an old one asks anew.
"""

import time
from dataclasses import dataclass

from nova_lite import concurrency
from nova_lite.context import RequestContext
from nova_lite.placement import client as placement
from nova_lite.placement.model import AllocationCandidate, CandidateRequest

OFFER_S = 1.0

ByNode = dict[str, list[AllocationCandidate]]
"""Candidates by the uuid of their compute node."""


@dataclass(frozen=True, slots=True)
class _Answer:
    asked_at: float
    by_node: ByNode

    def is_old(self) -> bool:
        return time.monotonic() - self.asked_at > OFFER_S


class Offers:
    """The latest answers by question. Any thread may call any method."""

    def __init__(self) -> None:
        self._asking = concurrency.Batches(self._ask)
        self._kept: dict[str, _Answer] = {}
        self._changes = 0

    def known(self, asked: CandidateRequest) -> ByNode | None:
        """A recent answer, which callers must not change; None without one."""
        kept = self._kept.get(asked.query())
        return None if kept is None or kept.is_old() else kept.by_node

    def get(self, context: RequestContext, asked: CandidateRequest) -> ByNode:
        """An answer that is not older than this call. Raises ResourceProviderInvalid, PeerUnavailable."""
        return self._asking.join(asked.query(), (context, asked))

    def _ask(self, callers: list[tuple[RequestContext, CandidateRequest]]) -> ByNode:
        (context, asked), begin, changes = callers[0], time.monotonic(), self._changes
        found = placement.allocation_candidates(context, asked).by_root()
        kept = {query: answer for query, answer in self._kept.items() if not answer.is_old()}
        if found and changes == self._changes:
            kept[asked.query()] = _Answer(begin, found)
        self._kept = kept
        return found

    def forget(self) -> None:
        """Ask anew for everything; what is asked just now serves nobody else either."""
        self._changes += 1
        self._kept = {}
