# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Hypervisors of all cells: records, the services they run under, the servers on them, uptime. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oslo_log import log as logging

from nova_lite import cells, exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import host_mappings
from nova_lite.db.engine import api_database
from nova_lite.db.main import compute_nodes, instances
from nova_lite.db.main.models import ComputeNode, Instance, Service
from nova_lite.objects.service import is_up
from nova_lite.rpc import compute as rpc

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hypervisor:
    """A compute node, its service, and the context of its cell."""

    context: RequestContext
    node: ComputeNode
    service: Service

    @property
    def up(self) -> bool:
        """True if its service reports."""
        return is_up(self.service.forced_down, self.service.last_seen_up or self.service.created_at)


@dataclass(frozen=True, slots=True)
class Resident:
    """A server on a hypervisor."""

    uuid: str
    name: str


def listed(context: RequestContext) -> list[Hypervisor]:
    """All hypervisors, by cell and number; hosts that nova-manage has not discovered yet are left out."""

    def read(bound: RequestContext) -> list[Hypervisor]:
        with cells.database(bound).reader() as session:
            return [Hypervisor(bound, node, service) for node, service in compute_nodes.with_services(session)]

    found = cells.gather(context, read)
    with api_database().reader() as session:
        mapped = host_mappings.known(session, {str(one.service.host) for one in found})
    return [one for one in found if one.service.host in mapped]


def page(context: RequestContext, limit: int, marker: str | None, key: str) -> list[Hypervisor]:
    """Up to `limit` hypervisors behind the one that `marker` is the `key` (id, uuid) of; raises MarkerNotFound."""
    found = listed(context)
    if marker is not None:
        places = [index for index, one in enumerate(found) if str(getattr(one.node, key)) == marker]
        if not places:
            raise exception.MarkerNotFound(marker=marker)
        found = found[places[0] + 1 :]
    return found[:limit]


def matching(context: RequestContext, pattern: str) -> list[Hypervisor]:
    """Hypervisors whose host name contains a text; raises NotFound without one."""
    found = [one for one in listed(context) if pattern.lower() in str(one.node.hypervisor_hostname).lower()]
    if not found:
        raise exception.NotFound(f"No hypervisor matching '{pattern}' could be found.")
    return found


def find(context: RequestContext, ident: int | str) -> Hypervisor:
    """A hypervisor by number or uuid; raises ComputeHostNotFound."""
    for one in listed(context):
        if ident == (one.node.id if isinstance(ident, int) else one.node.uuid):
            return one
    raise exception.ComputeHostNotFound(host=ident)


def residents(found: Sequence[Hypervisor]) -> dict[str, list[Resident]]:
    """Servers by uuid of the hypervisor."""
    shown: dict[str, list[Resident]] = {}
    for one in found:
        with cells.database(one.context).reader() as session:
            rows = instances.by_host(session, one.service.host)
        names = [row for row in rows if row.node in (None, one.node.hypervisor_hostname)]
        shown[str(one.node.uuid)] = [Resident(row.uuid, _guest_name(row)) for row in names]
    return shown


def _guest_name(row: Instance) -> str:
    template = str(CONF.instance_name_template)
    values = {"id": row.id, "uuid": row.uuid, "hostname": row.hostname}
    return template % (values if "%(" in template else row.id)


def uptime(found: Hypervisor) -> str:
    """What the host says; raises Invalid if it is down and Unavailable if it does not answer."""
    if not found.up:
        raise exception.Invalid(f"Service is unavailable at this time: compute host {found.service.host} is down.")
    return rpc.get_host_uptime(found.context, str(found.service.host))


def uptimes(found: Sequence[Hypervisor]) -> dict[str, str | None]:
    """Uptime by uuid; None for hosts that are down, do not answer or cannot tell."""
    texts: dict[str, str | None] = {}
    for one in found:
        texts[str(one.node.uuid)] = _uptime_or_none(one)
    return texts


def _uptime_or_none(found: Hypervisor) -> str | None:
    if not found.up:
        return None
    try:
        return rpc.get_host_uptime(found.context, str(found.service.host))
    except (exception.Unavailable, NotImplementedError) as error:
        LOG.info("Host %s does not tell its uptime: %s", found.service.host, error)
        return None


def totals(found: Sequence[Hypervisor], names: Sequence[str]) -> Mapping[str, int]:
    """Sums over enabled hypervisors of columns of their records, and their count."""
    counted = [one.node for one in found if not one.service.disabled]
    sums = {name: sum(int(getattr(node, name) or 0) for node in counted) for name in names}
    return {"count": len(counted), **sums}
