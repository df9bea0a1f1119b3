# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the nova-compute process serves and does by itself, put together; its start and its stop.

The start waits for a conductor, refuses a host that is not the one recorded, reports the resources, and only then lets
work in. No operation is written here.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import concurrency, context, exception, service, version
from nova_lite.compute import announcements, drivers, node_identity, operation, recovery
from nova_lite.compute import host as hosts
from nova_lite.compute.builds import Builds
from nova_lite.compute.health import BuildHealth, HypervisorWatch
from nova_lite.compute.host import ComputeHost, Networking
from nova_lite.compute.networking import NeutronNetworking
from nova_lite.compute.operations.cache_images import CacheImagesEndpoint
from nova_lite.compute.operations.console import ConsoleEndpoint
from nova_lite.compute.operations.create import CreateEndpoint
from nova_lite.compute.operations.diagnostics import DiagnosticsEndpoint
from nova_lite.compute.operations.external_events import ExternalEventEndpoint
from nova_lite.compute.operations.host import HostEndpoint
from nova_lite.compute.operations.interfaces import InterfaceEndpoint
from nova_lite.compute.operations.power import PowerEndpoint
from nova_lite.compute.operations.reboot import RebootEndpoint
from nova_lite.compute.operations.terminate import TerminateEndpoint
from nova_lite.compute.periodics import cleanup_running_deleted, table
from nova_lite.compute.periodics.pending_deletes import PendingDeletes
from nova_lite.compute.periodics.sync_power_states import LifecycleListener
from nova_lite.compute.provider import NodeProvider
from nova_lite.compute.reports import INTERVAL_S as REPORTS_S
from nova_lite.compute.resource_tracker import ResourceTracker
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.monitor.checks import Check
from nova_lite.objects import store
from nova_lite.objects.service import Service
from nova_lite.placement.providers import Providers
from nova_lite.rpc import compute as rpc
from nova_lite.rpc import conductor, transport
from nova_lite.virt.driver import ComputeDriver

LOG = logging.getLogger(__name__)

BINARY = announcements.BINARY
PING_TIMEOUT_S = 10
RETRY_S = 5
STOP_MARGIN_S = 20


def make_host(driver: ComputeDriver, network: Networking | None = None) -> ComputeHost:
    """One host around a driver; `network` is Neutron unless a test says otherwise."""
    tracker = ResourceTracker(CONF.host, driver, NodeProvider(Providers()))
    return hosts.make(CONF.host, driver, tracker, network or NeutronNetworking())


def endpoints(host: ComputeHost, builds: Builds) -> list[Any]:
    """Every method of rpc.compute, each in the module of its operation."""
    return [
        CreateEndpoint(host, builds),
        TerminateEndpoint(host),
        PowerEndpoint(host),
        RebootEndpoint(host),
        ConsoleEndpoint(host),
        DiagnosticsEndpoint(host),
        ExternalEventEndpoint(host),
        HostEndpoint(host),
        InterfaceEndpoint(host),
        CacheImagesEndpoint(host),
    ]


def parts() -> service.Parts:
    """What one nova-compute runs. Raises ConfigInvalid for a driver that cannot be loaded."""
    return assemble(make_host(drivers.load(CONF.compute_driver)))


def assemble(host: ComputeHost) -> service.Parts:
    """The same for a given host. Moves and events have a queue of their own, so that they arrive during a stop."""
    operation.observe(announcements.notify)
    operation.observe(BuildHealth(host.tracker))
    builds = Builds()
    watch = HypervisorWatch(host.tracker)
    start = Start(host, watch)
    served = endpoints(host, builds)
    return service.Parts(
        endpoints={rpc.TOPIC: served, rpc.ALTERNATE_TOPIC: served},
        periodics=(
            *table.periodics(host),
            service.Periodic("reports", host.reports.send, lambda: REPORTS_S, vital=True),
        ),
        begin=start.begin,
        ready=start.recover,
        returned=partial(look_around, host),
        drain=partial(drain, host, builds),
        end=partial(host.driver.cleanup_host, host.name),
        checks=(Check("hypervisor", watch.reason),),
    )


class Start:
    """The start of one host: what is not there yet is waited for, and what cannot be is not asked for."""

    def __init__(self, host: ComputeHost, watch: HypervisorWatch) -> None:
        self._host = host
        self._watch = watch
        self._is_new = False
        self._has_servers = True

    def begin(self) -> int:
        """Make the host ready for work; returns its service's id.

        Raises ConfigInvalid; hypervisor and services that do not answer are waited for.
        """
        host, admin = self._host, context.get_admin_context()
        wait_for_conductor()
        patiently("connecting to the hypervisor", partial(host.driver.init_host, host.name))
        self._is_new = patiently("reading what is recorded of this host", partial(_check_identity, host, admin))
        record = patiently("recording the service", partial(_register, host, admin))
        host.tracker.service_id = record.id
        patiently("reporting this host's resources", partial(host.tracker.refresh, admin))
        self._has_servers = bool(host.tracker.uuids())
        host.driver.register_connection_listener(self._watch.changed)
        if record.disabled:
            enable = partial(self._watch.switch, admin, None)
            record.disabled = not patiently("enabling the service after a lost hypervisor", enable)
        _mirror_disabled_flag(host, admin, record.disabled)
        if CONF.workarounds.handle_virt_lifecycle_events:
            host.driver.register_lifecycle_listener(LifecycleListener(host))
        return int(record.id)

    def recover(self) -> None:
        """See to what was left in the middle of something, beside the daemon's normal work."""
        if not self._is_new:
            concurrency.spawn(self._recover, context.get_admin_context())

    def _recover(self, admin: RequestContext) -> None:
        host = self._host
        read = partial(store.current().get_instances_by_host, admin, host.name)
        left_over = patiently("reading this host's servers", read) if self._has_servers else []
        resumed = patiently("asking for what was in hand", partial(conductor.resume_operations, admin, host.name))
        recovery.run(host, admin, left_over, set(resumed))
        look_around(host)


def look_around(host: ComputeHost) -> None:
    """See to what others did with this host's servers while it was away. Waits for a conductor that is away itself."""
    admin = context.get_admin_context()
    looks: dict[str, Callable[[ComputeHost, RequestContext], None]] = {
        "cleaning up after deletions": PendingDeletes().run,
        "removing guests of deleted servers": cleanup_running_deleted.run,
        "removing guests of other hosts' servers": recovery.remove_strays,
    }
    for what, look in looks.items():
        operation.quietly(what, host.name, partial(patiently, what, partial(look, host, admin)))


def drain(host: ComputeHost, builds: Builds) -> None:
    """Let builds finish, up to [DEFAULT]manager_shutdown_timeout less a margin; then break off their waits.

    Events still arrive meanwhile, through the alternate queue.
    """
    builds.close()
    if not builds.wait(max(0, CONF.manager_shutdown_timeout - STOP_MARGIN_S)):
        LOG.warning("Builds are still running, their waits for ports are broken off")
    host.events.close()
    builds.wait(STOP_MARGIN_S / 2)


def wait_for_conductor() -> None:
    """Return when a conductor answers; one log line when it does not and one when it does."""
    waited = False
    while not _conductor_answers():
        if not waited:
            LOG.warning("No conductor answers yet; waiting for one before anything else")
        waited = True
    if waited:
        LOG.info("A conductor answers")


def _conductor_answers() -> bool:
    client = transport.BUS.client(None, conductor.TOPIC)
    prepared = client.prepare(namespace="baseapi", version=conductor.PING.since, timeout=PING_TIMEOUT_S)
    try:
        prepared.call(context.get_admin_context(), conductor.PING.name, arg=CONF.host)
    except messaging.MessagingTimeout:
        return False
    except messaging.MessageDeliveryFailure as error:
        LOG.debug("The message bus is not reachable: %s", error)
        concurrency.sleep(RETRY_S)
        return False
    return True


def patiently(what: str, step: Callable[[], Any]) -> Any:
    """Do a step of the start; while a service that it needs is away, wait and try again."""
    while True:
        try:
            return step()
        except exception.Unavailable as error:
            LOG.warning("Waiting at %s: %s", what, error)
            concurrency.sleep(RETRY_S)


def _check_identity(host: ComputeHost, admin: RequestContext) -> bool:
    resources = host.driver.get_host_resources()
    return node_identity.check(admin, host.name, resources, host.driver.list_instance_uuids())


def _register(host: ComputeHost, admin: RequestContext) -> Service:
    return store.current().register_service(admin, host.name, BINARY, rpc.TOPIC, version.SERVICE_VERSION)


def _mirror_disabled_flag(host: ComputeHost, admin: RequestContext, disabled: bool) -> None:
    """Placement must keep the scheduler away from a host whose service an operator disabled, also after a restart."""
    try:
        host.tracker.set_disabled(admin, disabled)
    except exception.NovaException as error:
        LOG.error("Placement does not know whether host %s is enabled: %s", host.name, error)
