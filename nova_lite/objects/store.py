# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Where objects are kept, as a protocol: a database in the control plane, the conductor on a compute host.

A daemon's main module calls use() once. Nothing here opens a connection.
"""

from typing import TYPE_CHECKING, Any, Protocol

from nova_lite.context import RequestContext

if TYPE_CHECKING:
    from nova_lite.objects.block_device import BlockDevice
    from nova_lite.objects.compute_node import ComputeNode
    from nova_lite.objects.instance import Instance
    from nova_lite.objects.lease import Beginning, Ending, Lease
    from nova_lite.objects.service import Service


class HostStore(Protocol):
    """What nova-compute records of its host rather than of servers. Periods are ISO texts, UTC, without zone."""

    def begin_audit(self, context: RequestContext, host: str, begin: str, end: str) -> list[str] | None:
        """Begin the usage audit of a period: uuids of the host's servers in it; None if it was begun before."""

    def end_audit(self, context: RequestContext, host: str, begin: str, end: str, errors: int, message: str) -> None:
        """The audit is done, with that many errors."""

    def switch_service(self, context: RequestContext, service_id: int, disabled_reason: str | None) -> bool:
        """Disable the host's own service for a reason, or enable it again (None). False if nothing changed.

        A service that an operator disabled stays as it is.
        """


class Store(HostStore, Protocol):
    """All that nova-compute reads and writes. Every method is one message to conductor, and one transaction there.

    Names and arguments are the wire: `rpc.conductor` sends and `conductor.store` serves exactly these.
    """

    def get_instance(self, context: RequestContext, uuid: str, read_deleted: bool = False) -> "Instance":
        """One server with all satellites; raises InstanceNotFound."""

    def get_instances_by_host(
        self, context: RequestContext, host: str, uuids: list[str] | None = None, read_deleted: bool = False
    ) -> list["Instance"]:
        """Servers on a host, or just those of `uuids` wherever they are."""

    def save_instance(
        self, context: RequestContext, uuid: str, updates: dict[str, Any], expectations: dict[str, Any]
    ) -> None:
        """Compare and swap; see Instance.save()."""

    def begin_operation(
        self,
        context: RequestContext,
        uuid: str,
        updates: dict[str, Any],
        expectations: dict[str, Any],
        beginning: "Beginning",
    ) -> None:
        """save_instance(), the start of an action of this request, and its row in the journal, in one transaction."""

    def take_operation(self, context: RequestContext, lease: "Lease", host: str) -> "Lease":
        """Hold an operation whose message came late; returns the new attempt. Raises OperationTaken."""

    def renew_operations(self, context: RequestContext, leases: list["Lease"], progress: dict[str, str]) -> list[str]:
        """Prolong leases; returns the uuids of operations that are lost. progress: task_state by server, to show."""

    def finish_operation(
        self,
        context: RequestContext,
        uuid: str,
        updates: dict[str, Any],
        expectations: dict[str, Any],
        ending: "Ending",
    ) -> None:
        """save_instance() and everything else that ends an operation, in one transaction.

        Raises as save_instance() does, and OperationTaken when the lease was lost; nothing is changed then.
        """

    def destroy_instance(self, context: RequestContext, uuid: str, ending: "Ending | None" = None) -> None:
        """Mark the server deleted, with all its satellites and mapping, and end the operation. Idempotent."""

    def record_fault(
        self, context: RequestContext, uuid: str, host: str, code: int, message: str, details: str
    ) -> None:
        """Add a fault that the API shows while the server is in error."""

    def get_block_devices(self, context: RequestContext, uuid: str) -> list["BlockDevice"]:
        """Block devices of one server."""

    def save_block_devices(self, context: RequestContext, devices: list["BlockDevice"]) -> None:
        """Update changed block devices by id."""

    def register_service(self, context: RequestContext, host: str, binary: str, topic: str, version: int) -> "Service":
        """Get or create the service record."""

    def report_service(self, context: RequestContext, service_id: int) -> None:
        """One heartbeat."""

    def save_compute_node(self, context: RequestContext, node: "ComputeNode") -> "ComputeNode":
        """Create or update the compute node of this uuid."""

    def get_group_hosts(self, context: RequestContext, instance_uuid: str) -> dict[str, Any] | None:
        """Late server-group check: {policy, rules, hosts: {uuid: host}} of the group, or None without one."""

    def save_console_token(self, context: RequestContext, values: dict[str, Any]) -> None:
        """Record a console authorisation (token hash, target, expiry)."""

    def get_compute_nodes(self, context: RequestContext, host: str, uuid: str) -> list["ComputeNode"]:
        """Compute nodes of this host, and the one of this uuid whatever its host; deleted ones are left out."""

    def get_uncleaned_instances(self, context: RequestContext, host: str) -> list["Instance"]:
        """Deleted servers of a host, network information included, that the host has not cleaned up yet (cleaned=0)."""

    def mark_cleaned(self, context: RequestContext, uuid: str) -> None:
        """The host holds nothing of this deleted server any more (cleaned=1). Idempotent."""

    def delete_expired_console_tokens(self, context: RequestContext) -> None:
        """Remove console authorisations whose time is over."""


_state: dict[str, Store] = {}


def use(store: Store) -> None:
    """Set this process's store."""
    _state["store"] = store


def current() -> Store:
    """This process's store; the daemon's main module has set it."""
    return _state["store"]
