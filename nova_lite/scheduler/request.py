# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""From a request to the hosts among which one is chosen: pre-filters, the question to Placement, the hosts' states.

nova-scheduler and the dry run of nova-manage both come through here. Nothing is claimed and nothing is sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib import parse

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.hardware import image_properties
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.placement.model import AllocationCandidate, CandidateRequest
from nova_lite.scheduler import registry, resources, translation
from nova_lite.scheduler.directory import Directory
from nova_lite.scheduler.filters.base import Filter
from nova_lite.scheduler.host_state import HostState
from nova_lite.scheduler.offers import ByNode
from nova_lite.scheduler.prefilters.base import Around
from nova_lite.scheduler.select import Selector, refusal
from nova_lite.scheduler.weighers.base import Weigher

LOG = logging.getLogger(__name__)

UNLIMITED_HINTS = frozenset({"group", "same_host", "different_host"})
NEIGHBOUR_HINTS = frozenset({"same_host", "different_host", "query"})
IMAGE_WEIGHT = "image_props_weight_multiplier"
CHECK_HINT = "_nova_check_type"


@dataclass(frozen=True, slots=True)
class Rules:
    """Filters and weighers in use."""

    filters: dict[str, Filter]
    weighers: dict[str, Weigher]

    @property
    def has_foreign(self) -> bool:
        """True with one that is not ours, which may look at anything."""
        known = {*registry.FILTERS.values(), *registry.WEIGHERS.values()}
        return not known.issuperset(map(type, (*self.filters.values(), *self.weighers.values())))


@dataclass(frozen=True, slots=True)
class Offer:
    """What Placement was asked and which candidates it offers, by the compute node's provider.

    `questions`: the request, and what is asked for besides. `is_old`: it answered somebody else's request before.
    """

    questions: tuple[CandidateRequest, ...]
    candidates: dict[str, list[AllocationCandidate]]
    is_old: bool = False

    @property
    def asked(self) -> CandidateRequest:
        """The request."""
        return self.questions[0]

    def describe(self) -> str:
        """The question in readable form."""
        return parse.unquote(self.asked.query())


def is_rebuild_check(spec: RequestSpec) -> bool:
    """True when the server stays where it is and only its new image is judged."""
    return "rebuild" in spec.scheduler_hints.get(CHECK_HINT, [])


def offer(context: RequestContext, spec: RequestSpec, directory: Directory) -> Offer:
    """Apply the pre-filters to the request, which changes it, and ask Placement. Raises NoValidHost."""
    _spell_out(spec)
    around = Around(context, directory.aggregates(), directory.oldest_compute(context))
    for prefilter in registry.PREFILTERS.values():
        prefilter(spec, around)
    in_tree = _forced_node(context, spec, directory)
    unlimited = UNLIMITED_HINTS & set(spec.scheduler_hints) or (_names_hosts(spec) and in_tree is None)
    limit = None if unlimited else CONF.scheduler.max_placement_results
    questions = [resources.candidate_request(spec, in_tree, limit)]
    if translation.cpus(spec).pinned and not CONF.workarounds.disable_fallback_pcpu_query:
        questions.append(resources.candidate_request(spec, in_tree, limit, pinned=False))
    known = [directory.offers.known(one) for one in questions]
    old = [one for one in known if one is not None]
    if len(old) == len(questions):
        return Offer(tuple(questions), _merged(old), is_old=True)
    return renewed(context, tuple(questions), directory)


def renewed(context: RequestContext, questions: tuple[CandidateRequest, ...], directory: Directory) -> Offer:
    """The answer of Placement now."""
    return Offer(questions, _merged([_candidates(context, one, directory) for one in questions]))


def _merged(answers: list[ByNode]) -> ByNode:
    found: ByNode = {}
    for answer in answers:
        for root, candidates in answer.items():
            found[root] = [*found.get(root, ()), *candidates]
    return found


def _spell_out(spec: RequestSpec) -> None:
    """Filters and pre-filters know the present names of image properties only."""
    if spec.image is not None:
        spec.image = spec.image.copy(properties=image_properties.canonical(spec.image.properties))


def _candidates(context: RequestContext, asked: CandidateRequest, directory: Directory) -> ByNode:
    """Placement's offer by node; a trait or class that it does not know is one that no host has."""
    try:
        return directory.offers.get(context, asked)
    except exception.ResourceProviderInvalid as error:
        LOG.warning("Placement does not understand %s: %s", asked.query(), error)
        raise refusal(str(error)) from error


def rebuild_offer(context: RequestContext, spec: RequestSpec, directory: Directory) -> Offer:
    """The nodes of the server's own host, without Placement. Raises NoValidHost."""
    _spell_out(spec)
    _forced_node(context, spec, directory)
    uuids = directory.node_uuids(context, *_named(spec))
    asked = CandidateRequest(resources.candidate_request(spec, None, None).group)
    return Offer((asked,), {uuid: [AllocationCandidate({uuid: {}})] for uuid in uuids})


def selector(
    context: RequestContext, spec: RequestSpec, directory: Directory, offered: Offer, rules: Rules
) -> Selector:
    """Everything that a choice among the offered hosts needs, with fresh host states."""
    filters, own = rules.filters, spec.copy()
    if is_rebuild_check(spec):
        filters = {name: one for name, one in filters.items() if name in registry.ON_REBUILD}
        # A host that was forced at the create is judged all the same.
        own.force_hosts, own.force_nodes = [], []
    hosts = directory.hosts(context, list(offered.candidates), _needs_servers(spec, directory, rules))
    excluded = _excluded(spec, hosts.values())
    wanted = {uuid: state for uuid, state in hosts.items() if uuid not in excluded}
    made = Selector(own, wanted, offered.candidates, filters, rules.weighers, directory)
    for uuid, state in hosts.items():
        if uuid in excluded:
            made.rejections.add("request", state.host, "the request excludes this host")
    for uuid in sorted(offered.candidates.keys() - hosts.keys()):
        made.rejections.add("cells", uuid, "no compute node of an enabled cell has this provider")
    return made


def _needs_servers(spec: RequestSpec, directory: Directory, rules: Rules) -> bool:
    """True when something asks which servers a host has, beyond how many."""
    if NEIGHBOUR_HINTS & set(spec.scheduler_hints) or rules.has_foreign:
        return True
    if not any(one.multiplier == IMAGE_WEIGHT for one in rules.weighers.values()):
        return False
    weight = getattr(CONF.filter_scheduler, IMAGE_WEIGHT)
    return bool(weight) or any(IMAGE_WEIGHT in one.metadata for one in directory.aggregates())


def _named(spec: RequestSpec) -> tuple[str | None, str | None]:
    host = spec.requested_host or next(iter(spec.force_hosts), None)
    node = spec.requested_node or next(iter(spec.force_nodes), None)
    return host, node


def _names_hosts(spec: RequestSpec) -> bool:
    return any(_named(spec))


def _forced_node(context: RequestContext, spec: RequestSpec, directory: Directory) -> str | None:
    """The one provider that a forced or requested host leaves; None when several or all are possible."""
    if not _names_hosts(spec):
        return None
    host, node = _named(spec)
    uuids = directory.node_uuids(context, host, node)
    if not uuids:
        raise exception.NoValidHost(reason=f"No such host - host: {host} node: {node} ")
    return uuids[0] if len(uuids) == 1 else None


def _excluded(spec: RequestSpec, hosts: Iterable[HostState]) -> set[str]:
    """Providers of the hosts that the request does not want: it names others, or says that they are not to be used."""
    ignored = frozenset(spec.ignore_hosts)
    named_hosts = {*spec.force_hosts, *([spec.requested_host] if spec.requested_host else [])}
    named_nodes = {*spec.force_nodes, *([spec.requested_node] if spec.requested_node else [])}
    return {
        one.uuid
        for one in hosts
        if one.host in ignored
        or (named_hosts and one.host not in named_hosts)
        or (named_nodes and one.node not in named_nodes)
    }
