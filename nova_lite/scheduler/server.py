# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a nova-scheduler worker serves."""

import time
from functools import partial

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import cells, concurrency, exception, figures, service
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db import health, journal
from nova_lite.db.engine import api_database
from nova_lite.objects.lease import Lease
from nova_lite.objects.request_spec import RequestSpec, Selection
from nova_lite.operations import late_claims
from nova_lite.rpc import scheduler as rpc
from nova_lite.scheduler import registry, request, select, settings
from nova_lite.scheduler.directory import Directory
from nova_lite.scheduler.select import Selector
from nova_lite.scheduler.silence import Silence
from nova_lite.steps import SCHEDULER, step

LOG = logging.getLogger(__name__)

# Requests of one message that are placed at the same time.
SIDE_BY_SIDE = 64
# Nobody takes up within so many seconds what a conductor has just asked for.
FRESH_S = 5.0


class SchedulerEndpoint:
    """The scheduler's RPC interface."""

    target = messaging.Target(version=rpc.VERSION)

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._rules = request.Rules(registry.enabled_filters(), registry.enabled_weighers())
        self._silence = Silence()
        self._pool = concurrency.ThreadPool(SIDE_BY_SIDE)

    @messaging.expose
    @messaging.expected_exceptions(exception.NovaException)
    def select_destinations(
        self,
        context: RequestContext,
        request_spec: RequestSpec,
        instance_uuids: list[str],
        held: Lease | None = None,
    ) -> list[list[Selection]]:
        """Choose and claim a host for every server, with alternates, unless others hold the request by now."""
        if held is None:
            return self._timed(context, request_spec, instance_uuids, _claim_freely)
        _require(held)
        found = self._timed(context, request_spec, instance_uuids, partial(_require, held))
        _give_back_unless_held(context, [(uuid, held) for uuid in instance_uuids])
        return found

    @messaging.expose
    def select_for_each(
        self,
        context: RequestContext,
        request_specs: list[RequestSpec],
        instance_uuids: list[str],
        held: list[Lease],
    ) -> list[list[Selection] | None]:
        """As select_destinations for requests for one server each; None: nothing is claimed for that one."""

        def select_one(asked: tuple[RequestSpec, str, Lease]) -> list[Selection] | None:
            spec, uuid, lease = asked
            try:
                _require(lease)
                return self._timed(context, spec, [uuid], partial(_require, lease))[0]
            except Exception as error:
                LOG.debug("Server %s is not placed together with others: %s", uuid, error)
                return None

        found = self._pool.map(select_one, list(zip(request_specs, instance_uuids, held, strict=True)))
        if claimed := [(uuid, lease) for uuid, lease, one in zip(instance_uuids, held, found, strict=True) if one]:
            _give_back_unless_held(context, claimed)
        return found

    def _timed(
        self, context: RequestContext, spec: RequestSpec, instance_uuids: list[str], check: select.Check
    ) -> list[list[Selection]]:
        with figures.Timed(figures.SCHEDULING):
            return self._select(context, spec, instance_uuids, check)

    def _select(
        self, context: RequestContext, spec: RequestSpec, instance_uuids: list[str], check: select.Check
    ) -> list[list[Selection]]:
        registry.check_group(spec.group_policy, self._rules.filters, self._rules.weighers)
        if request.is_rebuild_check(spec):
            return self._check_rebuild(context, spec, instance_uuids)
        offered = request.offer(context, spec, self._directory)
        try:
            return self._place(context, spec, instance_uuids, offered, check)
        except exception.NoValidHost:
            if not offered.is_old:
                raise
        offered = request.renewed(context, offered.questions, self._directory)
        return self._place(context, spec, instance_uuids, offered, check)

    def _place(
        self,
        context: RequestContext,
        spec: RequestSpec,
        instance_uuids: list[str],
        offered: request.Offer,
        check: select.Check,
    ) -> list[list[Selection]]:
        if not offered.candidates:
            why = f"Placement offers no host for {offered.describe()}"
            LOG.info("No valid host for %d server(s) of %s: %s", len(instance_uuids), spec.project_id, why)
            raise select.refusal(why)

        def make_selector() -> Selector:
            return request.selector(context, spec, self._directory, offered, self._rules)

        with step("create", SCHEDULER, "claim"):
            try:
                return select.place(context, spec, instance_uuids, make_selector, check)
            except exception.NoValidHost:
                self._silence.check(context)
                raise

    def _check_rebuild(
        self, context: RequestContext, spec: RequestSpec, instance_uuids: list[str]
    ) -> list[list[Selection]]:
        """Whether the server's host takes its new image; nothing is claimed."""
        offered = request.rebuild_offer(context, spec, self._directory)
        made = request.selector(context, spec, self._directory, offered, self._rules)
        return select.approve(made, instance_uuids)

    @messaging.expose
    def update_aggregates(self, context: RequestContext, aggregate_ids: list[int]) -> None:
        """Aggregates changed."""
        self._directory.forget_aggregates()

    @messaging.expose
    def delete_aggregate(self, context: RequestContext, aggregate_id: int) -> None:
        """An aggregate went."""
        self._directory.forget_aggregates()


def _claim_freely() -> None:
    """The check of what no journal knows."""


def _require(held: Lease) -> None:
    """Raise OperationTaken when the request is with another attempt, which asks for itself, or over.

    A message may have waited for a scheduler, or for its turn to claim, for so long that whoever sent it has given up;
    only then the journal is asked. Claims that nobody waits for keep those up that are waited for.
    """
    if time.time() >= held.granted_at + FRESH_S and not _held([held]):
        raise held.taken()


def _held(leases: list[Lease]) -> set[tuple[str, int]]:
    """Uuid and attempt of those of the requests that are still with whoever asked."""
    with api_database().reader() as session:
        return journal.held(session, journal.PLACING, [(lease.uuid, lease.attempt) for lease in leases])


def _give_back_unless_held(context: RequestContext, claimed: list[tuple[str, Lease]]) -> None:
    """Give back what was claimed for servers that need nothing any more and that nobody else will look after.

    Who takes a request up gives back first what earlier attempts hold. What is claimed after that, and before its
    server turns out to be deleted, is known here only: whether others have taken it is asked after the claim.
    """

    def taken() -> list[str]:
        kept = _held([lease for _, lease in claimed])
        return [uuid for uuid, lease in claimed if (lease.uuid, lease.attempt) not in kept]

    late_claims.give_back(context, taken)


def check_options() -> None:
    """Raise ConfigInvalid for unknown filters or weighers, and for weights that are no numbers."""
    registry.enabled_filters()
    registry.enabled_weighers()
    settings.ratios(CONF.metrics.weight_setting)
    settings.ratios(CONF.filter_scheduler.image_props_weight_setting)


def _discover(context: RequestContext) -> None:
    """Put new compute hosts into their cells; only one scheduler does it at a time, the others find nothing new."""
    for host, cell_name in cells.discover_hosts(context):
        LOG.info("Compute host %s is now mapped to cell %s", host, cell_name)
        cells.reset()


def parts() -> service.Parts:
    """Endpoints and periodic work of one worker."""
    discovery = service.Periodic(
        "discover_hosts", _discover, lambda: CONF.scheduler.discover_hosts_in_cells_interval, at_once=True
    )
    wanted = CONF.scheduler.discover_hosts_in_cells_interval > 0
    return service.Parts(
        endpoints={rpc.TOPIC: [SchedulerEndpoint(Directory())]},
        periodics=(discovery,) if wanted else (),
        checks=health.checks(),
    )
