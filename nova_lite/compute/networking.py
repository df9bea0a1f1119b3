# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The Networking protocol of host.py with Neutron: what a build, a deletion and an event ask of the network service."""

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.network import allocate, client, info, release
from nova_lite.network.model import VIF
from nova_lite.objects.create_request import CreateRequest
from nova_lite.objects.instance import Instance
from nova_lite.objects.request_spec import NetworkRequest


class NeutronNetworking:
    """See host.Networking."""

    def allocate(self, context: RequestContext, instance: Instance, request: CreateRequest) -> list[VIF]:
        """Create or adopt and bind all ports of a new server. On an error nothing that it made is left."""
        return allocate.allocate(context, instance, request.networks, request.security_groups)

    def deallocate(self, context: RequestContext, instance: Instance) -> None:
        """Delete the ports that we made, unbind the user's. Idempotent."""
        release.deallocate(context, instance)

    def attach(self, context: RequestContext, instance: Instance, request: NetworkRequest) -> VIF:
        """Create or adopt and bind one more port. Raises InterfaceAttachFailedNoNetwork and as allocate.allocate()."""
        vifs = allocate.allocate(context, instance, [request])
        if not vifs:
            raise exception.InterfaceAttachFailedNoNetwork(project_id=instance.project_id)
        return vifs[0]

    def detach(self, context: RequestContext, instance: Instance, port_id: str) -> None:
        """Delete a port that we made, unbind one of the user's. Idempotent."""
        release.deallocate_port(context, instance, port_id)

    def refresh(self, context: RequestContext, instance: Instance) -> list[VIF]:
        """The interfaces as Neutron has them now."""
        return info.refresh(context, instance)

    def active(self, context: RequestContext, instance: Instance) -> set[str]:
        """Ids of the server's ports that are plugged now; one request."""
        ports = client.ports(context, {"device_id": instance.uuid}, ("id", "status"), as_service=True)
        return {port.id for port in ports if port.is_active}
