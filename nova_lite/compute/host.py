# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the operations of one compute host share: driver, books, events, network. Made once by server.py."""

from dataclasses import dataclass
from typing import Protocol

from nova_lite.compute.external_events import ExternalEvents
from nova_lite.compute.leases import Leases
from nova_lite.compute.reports import Reports
from nova_lite.compute.resource_tracker import ResourceTracker
from nova_lite.context import RequestContext
from nova_lite.network.model import VIF
from nova_lite.objects.create_request import CreateRequest
from nova_lite.objects.instance import Instance
from nova_lite.objects.request_spec import NetworkRequest
from nova_lite.virt.driver import ComputeDriver


class Networking(Protocol):
    """The ports of servers; networking.py implements it with Neutron."""

    def allocate(self, context: RequestContext, instance: Instance, request: CreateRequest) -> list[VIF]:
        """Create or adopt and bind all ports of a new server. On an error nothing that it made is left."""

    def deallocate(self, context: RequestContext, instance: Instance) -> None:
        """Delete the ports that we made, unbind the user's. Idempotent."""

    def attach(self, context: RequestContext, instance: Instance, request: NetworkRequest) -> VIF:
        """Create or adopt and bind one more port. On an error nothing that it made is left."""

    def detach(self, context: RequestContext, instance: Instance, port_id: str) -> None:
        """Delete a port that we made, unbind one of the user's. Idempotent."""

    def refresh(self, context: RequestContext, instance: Instance) -> list[VIF]:
        """The interfaces as Neutron has them now."""

    def active(self, context: RequestContext, instance: Instance) -> set[str]:
        """Ids of the server's ports that are plugged now; one request."""


@dataclass(frozen=True, slots=True)
class ComputeHost:
    """One hypervisor host."""

    name: str
    driver: ComputeDriver
    tracker: ResourceTracker
    events: ExternalEvents
    network: Networking
    leases: Leases
    reports: Reports


def make(name: str, driver: ComputeDriver, tracker: ResourceTracker, network: Networking) -> ComputeHost:
    """A host with nothing in hand."""
    events, leases = ExternalEvents(), Leases(name)
    return ComputeHost(name, driver, tracker, events, network, leases, Reports(leases, tracker, events))
