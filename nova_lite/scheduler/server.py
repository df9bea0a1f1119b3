# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a nova-scheduler worker serves."""

from typing import Any

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import cells, exception, service
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.objects.request_spec import RequestSpec, Selection
from nova_lite.placement import client as placement
from nova_lite.rpc import scheduler as rpc
from nova_lite.scheduler import registry, resources, select
from nova_lite.scheduler.directory import Directory
from nova_lite.scheduler.select import Selector

LOG = logging.getLogger(__name__)

UNLIMITED_HINTS = frozenset({"group", "same_host", "different_host"})


class SchedulerEndpoint:
    """The scheduler's RPC interface."""

    target = messaging.Target(version=rpc.VERSION)

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._filters = registry.enabled_filters()
        self._weighers = registry.enabled_weighers()

    @messaging.expose
    @messaging.expected_exceptions(exception.NovaException)
    def select_destinations(
        self, context: RequestContext, request_spec: RequestSpec, instance_uuids: list[str]
    ) -> list[list[Selection]]:
        """Choose and claim a host for every server, with alternates."""
        spec = request_spec
        for prefilter in registry.PREFILTERS:
            prefilter(spec, self._directory.aggregates())
        in_tree = self._forced_node(context, spec)
        limit = None if UNLIMITED_HINTS & set(spec.scheduler_hints) else CONF.scheduler.max_placement_results
        answer = placement.allocation_candidates(context, resources.candidate_request(spec, in_tree, limit))
        candidates = answer.by_root()
        if not candidates:
            LOG.info("Placement offers no host for %d server(s) of %s", len(instance_uuids), spec.project_id)
            raise exception.NoValidHost(reason="There are not enough hosts available.")

        def make_selector() -> Selector:
            hosts = self._directory.hosts(context, list(candidates))
            fresh = {uuid: state for uuid, state in hosts.items() if _wanted(spec, state.host, state.node)}
            return Selector(spec.copy(), fresh, candidates, self._filters, self._weighers)

        return select.place(context, spec, instance_uuids, make_selector)

    def _forced_node(self, context: RequestContext, spec: RequestSpec) -> str | None:
        """The one provider that a forced or requested host leaves; None when several or all are possible."""
        host = spec.requested_host or next(iter(spec.force_hosts), None)
        node = spec.requested_node or next(iter(spec.force_nodes), None)
        if host is None and node is None:
            return None
        uuids = self._directory.node_uuids(context, host, node)
        if not uuids:
            raise exception.NoValidHost(reason=f"No such host - host: {host} node: {node} ")
        return uuids[0] if len(uuids) == 1 else None

    @messaging.expose
    def update_aggregates(self, context: RequestContext, aggregate_ids: list[int]) -> None:
        """Aggregates changed."""
        self._directory.forget_aggregates()

    @messaging.expose
    def delete_aggregate(self, context: RequestContext, aggregate_id: int) -> None:
        """An aggregate went."""
        self._directory.forget_aggregates()

    @messaging.expose
    def update_instance_info(self, context: RequestContext, host_name: str, instances: list[dict[str, Any]]) -> None:
        """Servers came to a host or changed there."""
        self._directory.note_instances(host_name, instances)

    @messaging.expose
    def delete_instance_info(self, context: RequestContext, host_name: str, instance_uuid: str) -> None:
        """A server left a host."""
        self._directory.drop_instance(host_name, instance_uuid)

    @messaging.expose
    def sync_instance_info(self, context: RequestContext, host_name: str, instance_uuids: list[str]) -> None:
        """The servers that a host has."""
        self._directory.keep_instances(host_name, instance_uuids)


def _wanted(spec: RequestSpec, host: str, node: str) -> bool:
    """True unless the request names other hosts, or says that this one is not to be used."""
    named_hosts = [*spec.force_hosts, *([spec.requested_host] if spec.requested_host else [])]
    named_nodes = [*spec.force_nodes, *([spec.requested_node] if spec.requested_node else [])]
    if host in spec.ignore_hosts or (named_hosts and host not in named_hosts):
        return False
    return not named_nodes or node in named_nodes


def check_options() -> None:
    """Raise ConfigInvalid for unknown filters or weighers."""
    registry.enabled_filters()
    registry.enabled_weighers()


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
        endpoints={rpc.TOPIC: [SchedulerEndpoint(Directory())]}, periodics=(discovery,) if wanted else ()
    )
