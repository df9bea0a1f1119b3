# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Give back the ports of a server: delete those that we made, unbind those that the user made.

Everything here can be repeated. One port's trouble does not keep the others from being released.
"""

from collections.abc import Collection, Iterable
from typing import Any

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.network import client
from nova_lite.network.model import vifs_from_cache
from nova_lite.network.records import PortRecord
from nova_lite.objects.instance import Instance
from nova_lite.objects.request_spec import NetworkRequest

LOG = logging.getLogger(__name__)


def deallocate(context: RequestContext, instance: Instance, requested: Iterable[NetworkRequest] = ()) -> None:
    """Release all ports of a server, found by its uuid, so that none is left. Idempotent. Asks nothing if it has none.

    The user's own ports are known from the server's record and from the request, if it is still at hand.
    Raises PeerUnavailable (after trying all ports) when Neutron does not answer.
    """
    if instance.has_no_ports:
        return
    users = {vif.id for vif in vifs_from_cache(instance.network_info) if vif.preserve_on_delete}
    users |= {one.port_id for one in requested if one.port_id}
    ports = client.ports(context, {"device_id": instance.uuid}, as_service=True)
    _release(context, instance, ports, users)


def deallocate_port(context: RequestContext, instance: Instance, port_id: str) -> None:
    """Release one port of a server. Idempotent, also for a port that others use by now."""
    vifs = vifs_from_cache(instance.network_info)
    users = {vif.id for vif in vifs if vif.preserve_on_delete}
    filters = {"device_id": instance.uuid, "id": port_id}
    _release(context, instance, client.ports(context, filters, as_service=True), users)


def undo_allocation(context: RequestContext, instance: Instance, adopted: Collection[str]) -> None:
    """Release what a failed allocation made or adopted; ports that the server had before stay. Never raises.

    The ports are looked up in Neutron, because an answer that never came may still have made some.
    """
    had = {vif["id"] for vif in instance.network_info}
    try:
        ports = client.ports(context, {"device_id": instance.uuid}, as_service=True)
        _release(context, instance, [port for port in ports if port.id not in had], adopted)
    except exception.NovaException as error:
        LOG.warning("Ports of the failed allocation of instance %s may be left: %s", instance.uuid, error)


def _release(
    context: RequestContext,
    instance: Instance,
    ports: Iterable[PortRecord],
    users: Collection[str],
) -> None:
    """Do all ports, ignore those that are gone, raise the first other error at the end."""
    failed: exception.NovaException | None = None
    for port in ports:
        try:
            if port.id in users:
                client.update_port(context, port.id, _unbound(context))
                LOG.info("Unbound port %s of instance %s", port.id, instance.uuid)
            elif client.delete_port(context, port.id):
                LOG.info("Deleted port %s of instance %s", port.id, instance.uuid)
        except exception.PortNotFound:
            LOG.debug("Port %s is gone already", port.id)
        except exception.NovaException as error:
            LOG.warning("Port %s could not be released: %s", port.id, error)
            failed = failed or error
    if failed is not None:
        raise failed


def _unbound(context: RequestContext) -> dict[str, Any]:
    changes: dict[str, Any] = {"device_id": "", "device_owner": "", "binding:host_id": None}
    if "dns-integration" in client.extensions(context):
        changes["dns_name"] = ""
    return changes
