# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Questions to Placement that are about no single provider or consumer: candidates for a server, use of a project.

Providers are in providers.py, what consumers hold in allocations.py.
"""

from collections.abc import Collection

from oslo_log import log as logging

from nova_lite.context import RequestContext
from nova_lite.placement import rest
from nova_lite.placement.model import (
    AllocationCandidate,
    CandidateRequest,
    Candidates,
    ProviderSummary,
    Resources,
)

LOG = logging.getLogger(__name__)


def allocation_candidates(context: RequestContext, request: CandidateRequest) -> Candidates:
    """Which providers could take the request; empty when none can.

    Raises ResourceProviderInvalid when Placement does not understand the request (unknown trait or class).
    """
    query = request.query()
    reply = rest.request(context, "GET", f"/allocation_candidates?{query}")
    if not reply.ok:
        raise rest.refuse(reply)
    found = Candidates(
        candidates=tuple(AllocationCandidate.from_json(one) for one in reply.body["allocation_requests"]),
        providers={
            uuid: ProviderSummary.from_json(uuid, one) for uuid, one in reply.body["provider_summaries"].items()
        },
    )
    LOG.debug("%d allocation candidates for %s", len(found.candidates), query)
    return found


def project_usages(context: RequestContext, project_id: str, user_id: str | None = None) -> Resources:
    """What a project (and one of its users) holds in sum, by resource class; a class never used is absent."""
    parameters = [("project_id", project_id)]
    if user_id:
        parameters.append(("user_id", user_id))
    reply = rest.request(context, "GET", f"/usages?{rest.encode(parameters)}")
    if not reply.ok:
        raise rest.refuse(reply)
    return dict(reply.body["usages"])


def known_traits(context: RequestContext, names: Collection[str] = ()) -> frozenset[str]:
    """The traits that Placement knows, of those named or of all."""
    query = f"?{rest.encode([('name', 'in:' + ','.join(sorted(names)))])}" if names else ""
    reply = rest.request(context, "GET", f"/traits{query}")
    if not reply.ok:
        raise rest.refuse(reply)
    return frozenset(reply.body["traits"])
