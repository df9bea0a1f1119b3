# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Building a server: claim, network, disks, guest; and what happens when one of them fails.

A failure undoes every step that was made. Then the build is either aborted (the server goes to ERROR with a fault) or
handed back to conductor, which tries the next alternate.
"""

import contextlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import exception, lifecycle
from nova_lite.compute import block_devices, group_policy, operation, scheduler_info, spawn_request
from nova_lite.compute.builds import Builds
from nova_lite.compute.external_events import Watch
from nova_lite.compute.host import ComputeHost
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.lifecycle import TaskState, VmState
from nova_lite.network.model import VIF, vifs_to_cache
from nova_lite.objects import store
from nova_lite.objects.base import utcnow
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.create_request import CreateRequest
from nova_lite.objects.instance import Instance
from nova_lite.objects.request_spec import RequestSpec, Selection
from nova_lite.placement import allocations
from nova_lite.rpc import compute as rpc
from nova_lite.rpc import conductor

LOG = logging.getLogger(__name__)

SAVE_ATTEMPTS = 5
# Another host would fail in the same way.
ABORTING = (
    exception.Invalid,
    exception.Forbidden,
    exception.BuildAbort,
    exception.VirtualInterfaceCreateFailed,
)
_BUILDING: list[str | None] = [*sorted(lifecycle.BUILD_TASKS), None]


@dataclass(frozen=True, slots=True)
class BuildOrder:
    """What conductor sends for one server; selections[0] is this host, the others are alternates."""

    instance: Instance
    request_spec: RequestSpec
    create_request: CreateRequest
    selections: tuple[Selection, ...]

    @property
    def is_forced(self) -> bool:
        """True when the request named this very host, so that no other may be tried."""
        return bool(self.request_spec.force_hosts or self.request_spec.force_nodes)

    def resources(self) -> dict[str, int]:
        """What Placement gave the server, by resource class."""
        found: dict[str, int] = {}
        for amounts in self.selections[0].allocation.values() if self.selections else ():
            for name, amount in amounts.items():
                found[name] = found.get(name, 0) + amount
        return found


class CreateEndpoint:
    """Takes builds; each runs in the pool, so that the message is done at once."""

    target = messaging.Target(version=rpc.VERSION)

    def __init__(self, host: ComputeHost, builds: Builds) -> None:
        self._host = host
        self._builds = builds

    @messaging.expose
    def build_and_run_instance(
        self,
        context: RequestContext,
        instance: Instance,
        request_spec: RequestSpec,
        create_request: CreateRequest,
        selections: list[Selection],
    ) -> None:
        """Queue the build of a server. A second message of the same build is dropped."""
        order = BuildOrder(instance, request_spec, create_request, tuple(selections))
        if not self._builds.submit(instance.uuid, partial(build, self._host, context, order)):
            LOG.warning("Instance %s is being built already, the second message is dropped", instance.uuid)


def build(host: ComputeHost, context: RequestContext, order: BuildOrder) -> bool:
    """Build one server; True if it runs. Takes the server's lock."""
    work = _Build(host, context, order)
    return operation.run(context, order.instance, lifecycle.CREATE, work.run, work.failed)


class _Build:
    """The steps of one build on this host."""

    def __init__(self, host: ComputeHost, context: RequestContext, order: BuildOrder) -> None:
        self._host = host
        self._context = context
        self._order = order
        self._instance = order.instance

    def run(self) -> None:
        """Build the server, or undo all that was done and raise."""
        try:
            with self._host.events.watch(self._instance.uuid) as watch, contextlib.ExitStack() as undo:
                self._steps(watch, undo)
                undo.pop_all()
        except operation.GONE:
            self._give_back()
            raise
        self._host.tracker.build_succeeded()
        LOG.info("Instance %s is active on node %s", self._instance.uuid, self._instance.node)
        scheduler_info.changed(self._context, self._host.name, self._instance)

    def _steps(self, watch: Watch, undo: contextlib.ExitStack) -> None:
        instance, uuid, host = self._instance, self._instance.uuid, self._host
        host.tracker.place(instance)
        if instance.needs_config_drive:
            instance.config_drive = "True"
        instance.step(self._context, TaskState.NETWORKING, [TaskState.SCHEDULING, None], vm_states=[VmState.BUILDING])
        claim = host.tracker.claim(self._context, instance)
        undo.callback(operation.quietly, "ending its claim", uuid, claim.abort)
        group_policy.check(self._context, instance, self._order.request_spec)

        vifs = self._allocate_network()
        undo.callback(
            operation.quietly, "removing its ports", uuid, partial(host.network.deallocate, self._context, instance)
        )
        devices = self._prepare_block_devices()
        instance.step(self._context, TaskState.SPAWNING, [TaskState.NETWORKING])

        undo.callback(
            operation.quietly,
            "removing its guest",
            uuid,
            partial(host.driver.destroy, self._context, instance, vifs, devices),
        )
        host.driver.spawn(
            self._context,
            spawn_request.for_new(
                instance, self._order.create_request, vifs, devices, watch.vifs_plugged, self._order.resources()
            ),
        )
        self._finish(vifs)
        claim.keep()
        host.tracker.update(instance)

    def _allocate_network(self) -> list[VIF]:
        """Make the ports. Whatever Neutron refuses would be refused on any host."""
        try:
            vifs = self._host.network.allocate(self._context, self._instance, self._order.create_request)
        except exception.FixedIpAlreadyInUse as error:
            raise self._aborted(
                f"Failed to allocate the network(s) with error {error.format_message()}, not rescheduling."
            ) from error
        except (*operation.GONE, *operation.PREEMPTED):
            raise
        except exception.NovaException as error:
            LOG.warning("Instance %s gets no network: %s", self._instance.uuid, error)
            raise self._aborted("Failed to allocate the network(s), not rescheduling.") from error
        self._instance.network_info = vifs_to_cache(vifs)
        return vifs

    def _prepare_block_devices(self) -> list[BlockDevice]:
        """Give every disk its name and bus; saved only if that changed something."""
        rows = store.current().get_block_devices(self._context, self._instance.uuid)
        devices = block_devices.assign(self._instance, self._order.create_request.image, rows)
        changed = [device for device in devices if device.obj_what_changed()]
        if changed:
            store.current().save_block_devices(self._context, changed)
        return devices

    def _finish(self, vifs: Sequence[VIF]) -> None:
        """Make the server active. A lost answer of conductor is no reason to throw the guest away: ask again."""
        instance = self._instance
        instance.launched_at = utcnow()
        _set_access_ips(instance, vifs)
        power_state = self._host.driver.get_info(instance).state
        expected: list[str | None] = [TaskState.SPAWNING]
        for attempt in range(1, SAVE_ATTEMPTS + 1):
            try:
                instance.finish(self._context, VmState.ACTIVE, power_state, expected)
                return
            except exception.RpcTimeout:
                if attempt == SAVE_ATTEMPTS:
                    raise
                LOG.warning("Instance %s runs but conductor does not answer; asking again", instance.uuid)
                expected = [TaskState.SPAWNING, None]

    def failed(self, error: Exception) -> bool:
        """Decide between abort and reschedule. Nova's builds end their event as a success in either case."""
        if not isinstance(error, exception.GroupPolicyViolation):
            self._host.tracker.build_failed()
        if isinstance(error, ABORTING):
            self._abort(error if isinstance(error, exception.BuildAbort) else self._aborted(_text(error)))
        elif self._order.is_forced:
            self._abort(error, _text(error))
        else:
            self._reschedule(_text(error))
        return False

    def _aborted(self, reason: str) -> exception.BuildAbort:
        return exception.BuildAbort(instance_uuid=self._instance.uuid, reason=reason)

    def _abort(self, error: Exception, message: str | None = None) -> None:
        """The server goes to ERROR with a fault, without host and without resources."""
        instance = self._instance
        operation.record_fault(self._context, instance, error, message)
        self._leave_host()
        instance.availability_zone = None
        try:
            instance.revert(self._context, VmState.ERROR)
            LOG.info("Instance %s is in error: %s", instance.uuid, message or _text(error))
        finally:
            self._give_back()

    def _reschedule(self, reason: str) -> None:
        """Hand the server back to conductor with the alternates that are left."""
        instance = self._instance
        self._leave_host()
        try:
            instance.step(self._context, TaskState.SCHEDULING, _BUILDING)
        finally:
            self._give_back()
        LOG.info("Instance %s goes back to conductor, its build failed here: %s", instance.uuid, reason)
        conductor.build_instances(
            self._context,
            instance,
            self._order.request_spec,
            self._order.create_request,
            list(self._order.selections[1:]),
            reason,
        )

    def _leave_host(self) -> None:
        instance = self._instance
        instance.host = instance.node = instance.launched_on = None
        instance.compute_id = None
        instance.network_info = []

    def _give_back(self) -> None:
        """Delete what Placement holds for the server."""
        operation.quietly(
            "deleting its allocations",
            self._instance.uuid,
            partial(allocations.delete, self._context, self._instance.uuid, force=True),
        )


def _text(error: Exception) -> str:
    return error.format_message() if isinstance(error, exception.NovaException) else str(error) or type(error).__name__


def _set_access_ips(instance: Instance, vifs: Sequence[VIF]) -> None:
    """Fill access addresses that the request left open from [DEFAULT]default_access_ip_network_name."""
    wanted = CONF.default_access_ip_network_name
    if not wanted or instance.access_ip_v4 or instance.access_ip_v6:
        return
    addresses = [ip.address for vif in vifs if vif.network.label == wanted for ip in vif.fixed_ips()]
    for address in addresses:
        if ipaddress.ip_address(address).version == 4:
            instance.access_ip_v4 = instance.access_ip_v4 or address
        else:
            instance.access_ip_v6 = instance.access_ip_v6 or address
