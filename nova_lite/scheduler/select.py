# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The choice of hosts for one request: filter, weigh, claim, alternates. Knows no bus and no database."""

import functools
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from oslo_log import log as logging

from nova_lite import concurrency, exception, figures
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.objects.request_spec import RequestSpec, Selection
from nova_lite.placement import allocations
from nova_lite.placement.model import AllocationCandidate, Consumer
from nova_lite.scheduler.filters.base import Filter
from nova_lite.scheduler.host_state import Amounts, HostState, amounts_of
from nova_lite.scheduler.ranking import Ranking
from nova_lite.scheduler.weighers.base import Weigher

LOG = logging.getLogger(__name__)

DETAILED_HOSTS = 50
# Together refused: one by one some may be accepted.
REFUSED = (exception.InsufficientCapacity, exception.AllocationUpdateFailed)
# Claims at the same time meet at a provider, or deadlock in Placement's tables, and are tried again after seconds:
# better to wait for those before.
PATIENCE_S = 10.0

# Raises OperationTaken when others hold the request by now.
Check = Callable[[], None]


@dataclass(slots=True)
class Rejections:
    """Why hosts fell: reason by host, by filter. The text goes to logs and to administrators."""

    by_filter: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, name: str, host: str, reason: str) -> None:
        """Note one rejected host."""
        figures.add(figures.REJECTIONS, name)
        self.by_filter.setdefault(name, {})[host] = reason

    def describe(self, shown: int = 3) -> str:
        """One line: filter, number of hosts and some of them with their reasons."""
        parts = []
        for name, hosts in self.by_filter.items():
            examples = [f"{host}: {reason}" for host, reason in itertools.islice(hosts.items(), shown)]
            if len(hosts) > shown:
                examples.append("...")
            parts.append(f"{name} rejected {len(hosts)} ({'; '.join(examples)})")
        return ", ".join(parts) or "no host was offered by placement"


@dataclass(frozen=True, slots=True)
class Choice:
    """A host with the candidate that is claimed on it."""

    host: HostState
    candidate: AllocationCandidate


class Ledger(Protocol):
    """Where it is noted what comes to a node until the node itself reports it."""

    def note_placed(self, node_uuid: str, amounts: Amounts) -> None:
        """A server comes."""

    def undo_placed(self, node_uuid: str, amounts: Amounts) -> None:
        """It does not come after all."""


class Selector:
    """Chooses among the hosts of one request; each chosen host is consumed before the next server is placed."""

    def __init__(
        self,
        spec: RequestSpec,
        hosts: dict[str, HostState],
        candidates: dict[str, list[AllocationCandidate]],
        filters: dict[str, Filter],
        weighers: dict[str, Weigher],
        ledger: Ledger | None = None,
    ) -> None:
        self._spec = spec
        self._hosts = hosts
        self._candidates = candidates
        self._filters = filters
        self._standing: list[HostState] | None = None
        self._ledger = ledger
        self._noted: list[str] = []
        self._own: set[str] = set()
        self.ranking = Ranking(spec, weighers.values(), hosts.values())
        self.rejections = Rejections()

    def passing(self) -> list[HostState]:
        """Hosts that pass all filters; after the first time only filters that look at what was placed are asked."""
        first = self._standing is None
        standing = list(self._hosts.values()) if self._standing is None else list(self._standing)
        if not self._is_forced:
            for name, one in self._filters.items():
                if first or not one.once_per_request:
                    standing = self._filter(name, one, standing)
        if first:
            self._standing = standing
        return standing

    @property
    def _is_forced(self) -> bool:
        return bool(self._spec.force_hosts or self._spec.force_nodes)

    def ranked(self) -> list[HostState]:
        """Hosts that pass all filters, best first."""
        return self.ranking.order(self.passing())

    def _filter(self, name: str, one: Filter, hosts: list[HostState]) -> list[HostState]:
        passing = []
        for host in hosts:
            reason = one.rejects(host, self._spec)
            if reason is None:
                passing.append(host)
            else:
                self.rejections.add(name, host.host, reason)
        return passing

    def choose(self, instance_uuid: str, accept: Callable[[Choice], bool]) -> Choice | None:
        """The best host whose candidate `accept` takes, consumed; None when none is left."""
        self._spec.instance_uuid = instance_uuid
        for host in self.ranked():
            choice = Choice(host, self.candidate(host))
            if accept(choice):
                self._owned(host).consume(instance_uuid, self._spec)
                self.ranking.forget(host)
                self._note(host)
                self._spec.group_hosts = [*self._spec.group_hosts, host.host]
                return choice
        return None

    def _owned(self, host: HostState) -> HostState:
        """This request's own state of the host, which takes the place of the one that others share."""
        if host.uuid not in self._own:
            self._own.add(host.uuid)
            self._hosts[host.uuid] = host.copy()
            if self._standing is not None:
                self._standing = [self._hosts[one.uuid] for one in self._standing]
        return self._hosts[host.uuid]

    def _note(self, host: HostState) -> None:
        """Requests beside this one see at once that something comes to the host, before it is claimed."""
        if self._ledger is not None:
            self._ledger.note_placed(host.uuid, amounts_of(self._spec))
            self._noted.append(host.uuid)

    def release(self) -> None:
        """What was chosen does not come: other requests need not reckon with it."""
        for uuid in self._noted:
            if self._ledger is not None:
                self._ledger.undo_placed(uuid, amounts_of(self._spec))
        self._noted = []

    def candidate(self, host: HostState) -> AllocationCandidate:
        """Placement's first offer on a host."""
        return self._candidates[host.uuid][0]

    def drop(self, host: HostState) -> None:
        """Offer this host no more in this request."""
        self._hosts.pop(host.uuid, None)
        if self._standing is not None:
            self._standing = [one for one in self._standing if one.uuid != host.uuid]


def place(
    context: RequestContext,
    spec: RequestSpec,
    instance_uuids: list[str],
    make_selector: Callable[[], Selector],
    check: Check,
) -> list[list[Selection]]:
    """Choose and claim a host for every server: all or none. Raises NoValidHost, and OperationTaken as `check` does.

    All servers are claimed in one request to placement; only when that finds a host full are they claimed one by one.
    `check` is asked last thing before a claim, for which others may have been waited for.
    """
    selector = make_selector()
    try:
        chosen = _claim_together(context, spec, instance_uuids, selector, check)
    except REFUSED as error:
        LOG.info("Claiming %d server(s) at once failed, trying one by one: %s", len(instance_uuids), error)
        selector.release()
        selector = make_selector()
        chosen = _claim_each(context, spec, instance_uuids, selector, check)
    except exception.NovaException:
        selector.release()
        raise
    others = selector.ranked() if CONF.scheduler.max_attempts > 1 else []
    return [[_selection(one), *_alternates(selector, one, others)] for one in chosen]


def _claim_together(
    context: RequestContext, spec: RequestSpec, instance_uuids: list[str], selector: Selector, check: Check
) -> list[Choice]:
    """Choose for all servers, then claim for all in one request."""
    choices = [selector.choose(uuid, lambda choice: True) for uuid in instance_uuids]
    chosen = [choice for choice in choices if choice is not None]
    if len(chosen) < len(instance_uuids):
        raise _no_valid_host(selector, len(instance_uuids))
    consumers = [_consumer(spec, uuid, one) for uuid, one in zip(instance_uuids, chosen, strict=True)]
    _claim(_Asked(context, consumers, check))
    return chosen


def approve(selector: Selector, instance_uuids: list[str]) -> list[list[Selection]]:
    """The host of each server if it passes the filters; nothing is claimed. Raises NoValidHost."""
    passing = selector.ranked()
    if not passing:
        raise _no_valid_host(selector, len(instance_uuids))
    return [[_selection(Choice(passing[0], selector.candidate(passing[0])))] for _ in instance_uuids]


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """The claims of one request."""

    context: RequestContext
    consumers: list[Consumer]
    check: Check


def _claim(asked: _Asked) -> None:
    """Claim for one request; those that come while another is on its way share the next way."""
    taken = _CLAIMS.join(None, asked).get(id(asked))
    if taken is not None:
        raise taken


def _claim_all(requests: list[_Asked]) -> dict[int, exception.OperationTaken]:
    """Claim for all requests but those that others hold by now: their errors are returned, by request."""
    taken: dict[int, exception.OperationTaken] = {}
    for one in requests:
        try:
            one.check()
        except exception.OperationTaken as error:
            taken[id(one)] = error
    consumers = [consumer for one in requests if id(one) not in taken for consumer in one.consumers]
    if len({one.uuid for one in consumers}) < len(consumers):
        raise exception.AllocationUpdateFailed(consumer_uuid=consumers[0].uuid, error="claimed twice at the same time")
    if len(consumers) == 1:
        allocations.claim(requests[0].context, consumers[0])
    else:
        allocations.claim_many(requests[0].context, consumers)
    return taken


_CLAIMS = concurrency.Batches(_claim_all, REFUSED, patience_s=PATIENCE_S)


def _claim_each(
    context: RequestContext, spec: RequestSpec, instance_uuids: list[str], selector: Selector, check: Check
) -> list[Choice]:
    """Claim server by server, next host on refusal; what was claimed is given back when one finds none."""
    check()
    chosen: list[Choice] = []
    for uuid in instance_uuids:
        choice = selector.choose(uuid, functools.partial(_accepts, context, spec, uuid, selector))
        if choice is None:
            for claimed in instance_uuids[: len(chosen)]:
                allocations.delete(context, claimed)
            selector.release()
            raise _no_valid_host(selector, len(instance_uuids))
        chosen.append(choice)
    return chosen


def _accepts(context: RequestContext, spec: RequestSpec, uuid: str, selector: Selector, choice: Choice) -> bool:
    try:
        allocations.claim(context, _consumer(spec, uuid, choice))
    except exception.InsufficientCapacity as error:
        selector.rejections.add("placement", choice.host.host, str(error))
        selector.drop(choice.host)
        return False
    return True


def _consumer(spec: RequestSpec, uuid: str, choice: Choice) -> Consumer:
    return Consumer(
        uuid=uuid,
        allocations=choice.candidate.allocations,
        project_id=str(spec.project_id),
        user_id=str(spec.user_id),
    )


def _selection(choice: Choice) -> Selection:
    host = choice.host
    return Selection(
        host=host.host,
        node=host.node,
        compute_node_uuid=host.uuid,
        cell_uuid=host.cell_uuid,
        availability_zone=host.availability_zone,
        allocation=choice.candidate.allocations,
    )


def _alternates(selector: Selector, choice: Choice, ranked: list[HostState]) -> list[Selection]:
    """Up to max_attempts - 1 other hosts of the same cell, not claimed."""
    others = (one for one in ranked if one.uuid != choice.host.uuid and one.cell_uuid == choice.host.cell_uuid)
    wanted = itertools.islice(others, CONF.scheduler.max_attempts - 1)
    return [_selection(Choice(host, selector.candidate(host))) for host in wanted]


def _no_valid_host(selector: Selector, wanted: int) -> exception.NoValidHost:
    LOG.info("No valid host for %d server(s): %s", wanted, selector.rejections.describe())
    return refusal(selector.rejections.describe(DETAILED_HOSTS))


def refusal(why: str) -> exception.NoValidHost:
    """Nova's message for users; why it is so goes along as a note, which only the fault's details show."""
    error = exception.NoValidHost(reason="There are not enough hosts available.")
    error.add_note(f"Why: {why}")
    return error
