# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Give a server one more interface, or take one away."""

from oslo_log import log as logging

from nova_lite.lifecycle import ATTACH_INTERFACE, DETACH_INTERFACE
from nova_lite.network import requested
from nova_lite.objects.request_spec import NetworkRequest
from nova_lite.operations import guard
from nova_lite.operations.find import Server
from nova_lite.rpc import compute as rpc

LOG = logging.getLogger(__name__)


def attach(server: Server, request: NetworkRequest) -> str:
    """Attach a port, or a new port on a network; waits for the host. Returns the port's id.

    The server's network_info has it then. Raises InstanceInvalidState, InstanceIsLocked, the errors of
    network.requested.validate() and what the host says: Invalid and Forbidden families, InterfaceAttachFailed.
    """
    guard.check(server, ATTACH_INTERFACE)
    requested.validate(server.context, [request], 1)
    instance = server.instance
    instance.expect_ports()
    instance.begin(server.context, ATTACH_INTERFACE)
    LOG.info("Server %s: another interface asked for", instance.uuid)
    vif = rpc.attach_interface(server.context, instance, request)
    instance.network_info = [*instance.network_info, vif]
    return str(vif["id"])


def detach(server: Server, port_id: str) -> None:
    """Take an interface away; whether the server has such a port is seen by its host. Raises as guard.check()."""
    guard.check(server, DETACH_INTERFACE)
    lease = server.instance.begin(server.context, DETACH_INTERFACE, {"port_id": port_id})
    LOG.info("Server %s: removal of port %s asked for", server.instance.uuid, port_id)
    rpc.detach_interface(server.context, server.instance, port_id, lease)
