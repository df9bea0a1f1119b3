# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Building a server: claim, network, disks, guest; and what happens when one of them fails.

A failure undoes every step that was made. Then the build is either aborted (the server goes to ERROR with a fault) or
handed back to conductor, which tries the next alternate.
"""

import contextlib
import functools
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import exception, lifecycle
from nova_lite.compute import block_devices, group_policy, operation, spawn_request
from nova_lite.compute.builds import Builds
from nova_lite.compute.external_events import Watch
from nova_lite.compute.host import ComputeHost
from nova_lite.compute.operation import Work
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.lifecycle import TaskState, VmState
from nova_lite.network.model import VIF, vifs_from_cache, vifs_to_cache
from nova_lite.objects.base import utcnow
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.create_request import CreateRequest, build_arguments
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import Lease
from nova_lite.objects.request_spec import RequestSpec, Selection
from nova_lite.placement import allocations
from nova_lite.rpc import compute as rpc
from nova_lite.rpc import conductor
from nova_lite.steps import COMPUTE, step

LOG = logging.getLogger(__name__)

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
    lease: Lease

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
        lease: Lease,
    ) -> None:
        """Queue the build of a server. A second message of the same build is dropped."""
        order = BuildOrder(instance, request_spec, create_request, tuple(selections), lease)
        if not self._host.leases.accept(context, instance, lease):
            if self._host.leases.is_deleted(instance.uuid):
                _give_back(context, order)  # conductor claimed again what the deletion had given back
            return
        if not self._builds.submit(instance.uuid, partial(build, self._host, context, order)):
            LOG.warning("Instance %s is being built already, the second message is dropped", instance.uuid)


def build(host: ComputeHost, context: RequestContext, order: BuildOrder) -> bool:
    """Build one server; True if it runs. Takes the server's lock."""
    work = Work(host, context, order.instance, lifecycle.CREATE, order.lease)
    steps = _Build(work, order)
    return operation.run(work, steps.run, steps.failed)


class _Build:
    """The steps of one build on this host."""

    def __init__(self, work: Work, order: BuildOrder) -> None:
        self._work = work
        self._host = work.host
        self._context = work.context
        self._order = order
        self._instance = order.instance
        self._is_ours = True

    def run(self) -> None:
        """Build the server, or undo all that was done and raise."""
        if self._host.leases.is_deleted(self._instance.uuid):
            raise exception.InstanceNotFound(instance_id=self._instance.uuid)
        if self._order.lease.attempt > 1:
            self._clear_away()
        try:
            look = functools.partial(self._host.network.active, self._context, self._instance)
            with self._host.events.watch(self._instance.uuid, look) as watch, contextlib.ExitStack() as undo:
                try:
                    self._steps(watch, undo)
                except exception.OperationTaken:
                    self._is_ours = False
                    raise
                undo.pop_all()
        except operation.GONE:
            _give_back(self._context, self._order)
            raise
        self._host.tracker.build_succeeded()
        LOG.info("Instance %s is active on node %s", self._instance.uuid, self._instance.node)

    def _clear_away(self) -> None:
        """Remove what an attempt that broke off may have left on this host, so that the build begins from nothing."""
        if self._host.driver.instance_exists(self._instance):
            LOG.info("Instance %s: the guest of a build that broke off is removed", self._instance.uuid)
        self._host.driver.destroy(self._context, self._instance, vifs_from_cache(self._instance.network_info))
        self._host.network.deallocate(self._context, self._instance)

    def _steps(self, watch: Watch, undo: contextlib.ExitStack) -> None:
        instance, uuid, host = self._instance, self._instance.uuid, self._host
        host.tracker.place(instance)
        if instance.needs_config_drive:
            instance.config_drive = "True"
        claim = host.tracker.claim(instance)
        undo.callback(operation.quietly, "ending its claim", uuid, claim.abort)
        group_policy.check(self._context, instance, self._order.request_spec)

        instance.advance(self._context, TaskState.NETWORKING)
        with step("create", COMPUTE, "network"):
            vifs = self._allocate_network()
        undo.callback(operation.quietly, "removing its ports", uuid, self._remove_ports)
        request = self._order.create_request
        devices = block_devices.assign(instance, request.image, request.block_devices, host.driver.usual_bus)

        instance.advance(self._context, TaskState.SPAWNING)
        undo.callback(
            operation.quietly,
            "removing its guest",
            uuid,
            partial(host.driver.destroy, self._context, instance, vifs, devices),
        )
        with step("create", COMPUTE, "spawn"):
            host.driver.spawn(
                self._context,
                spawn_request.for_new(
                    instance, self._order.create_request, vifs, devices, watch.vifs_plugged, self._order.resources()
                ),
            )
        try:
            with step("create", COMPUTE, "finish"):
                self._finish(vifs, devices)
        except operation.PASSING:
            # It may be recorded all the same; if not, the next attempt clears away, and the next audit what it used.
            undo.pop_all()
            claim.keep()
            raise
        claim.keep()
        host.tracker.update(instance)

    def _remove_ports(self) -> None:
        """Undo of the network; of a server that was taken over only what was made here."""
        if self._is_ours:
            self._host.network.deallocate(self._context, self._instance)
            return
        for vif in vifs_from_cache(self._instance.network_info):
            if not vif.preserve_on_delete:
                self._host.network.detach(self._context, self._instance, vif.id)

    def _allocate_network(self) -> list[VIF]:
        """Make the ports. Whatever Neutron refuses would be refused on any host; if it is away, it is asked again."""
        try:
            vifs = self._host.network.allocate(self._context, self._instance, self._order.create_request)
        except exception.FixedIpAlreadyInUse as error:
            raise self._aborted(
                f"Failed to allocate the network(s) with error {error.format_message()}, not rescheduling."
            ) from error
        except (*operation.GONE, *operation.PREEMPTED):
            raise
        except exception.NovaException as error:
            if self._work.is_postponed(error):
                raise
            LOG.warning("Instance %s gets no network: %s", self._instance.uuid, error)
            raise self._aborted("Failed to allocate the network(s), not rescheduling.") from error
        if vifs:
            self._instance.network_info = vifs_to_cache(vifs)
        return vifs

    def _finish(self, vifs: Sequence[VIF], devices: Sequence[BlockDevice]) -> None:
        """Make the server active, in one message with the devices that got a name or bus."""
        instance = self._instance
        instance.launched_at = utcnow()
        _set_access_ips(instance, vifs)
        power_state = self._host.driver.get_info(instance).state
        changed = [device for device in devices if device.obj_what_changed()]
        self._host.tracker.update(instance, coming=VmState.ACTIVE)
        self._work.finish(VmState.ACTIVE, power_state, _BUILDING, changed)

    def failed(self, error: Exception) -> None:
        """Decide between abort and reschedule. Nova's builds end their event as a success in either case."""
        if not isinstance(error, exception.GroupPolicyViolation):
            self._host.tracker.build_failed()
        if isinstance(error, ABORTING):
            self._abort(error if isinstance(error, exception.BuildAbort) else self._aborted(_text(error)))
        elif self._order.is_forced:
            self._abort(error, _text(error))
        else:
            self._reschedule(_text(error))

    def _aborted(self, reason: str) -> exception.BuildAbort:
        return exception.BuildAbort(instance_uuid=self._instance.uuid, reason=reason)

    def _abort(self, error: Exception, message: str | None = None) -> None:
        """The server goes to ERROR with a fault, without host and without resources."""
        instance = self._instance
        self._leave_host()
        instance.availability_zone = None
        self._work.failed(error, VmState.ERROR, message, as_failure=False)
        LOG.info("Instance %s is in error: %s", instance.uuid, message or _text(error))

    def _reschedule(self, reason: str) -> None:
        """Hand the server back to conductor with the alternates that are left."""
        instance, order = self._instance, self._order
        self._leave_host()
        others = list(order.selections[1:])
        lease = self._work.handed_on(build_arguments(order.request_spec, order.create_request, others, reason))
        LOG.info("Instance %s goes back to conductor, its build failed here: %s", instance.uuid, reason)
        conductor.build_instances(
            self._context, instance, order.request_spec, order.create_request, others, reason, lease
        )

    def _leave_host(self) -> None:
        """Give back what this host lent, before anybody is told: who sees the end finds nothing left, and whoever takes
        over what is not recorded then claims again."""
        instance = self._instance
        _give_back(self._context, self._order)
        instance.host = instance.node = instance.launched_on = None
        instance.compute_id = None
        instance.network_info = []


def _give_back(context: RequestContext, order: BuildOrder) -> None:
    """Give back what the server holds of this host; what another attempt has claimed elsewhere stays."""
    uuid = order.instance.uuid
    ours = {provider for chosen in order.selections[:1] for provider in chosen.allocation}
    operation.quietly("giving its allocations back", uuid, partial(allocations.give_back, context, uuid, ours))


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
