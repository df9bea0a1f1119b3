# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What nova-compute asks of a hypervisor driver: small protocols and the values that pass through them.

Drivers know nothing of the message bus or of any database. They raise errors of nova_lite.exception only. Every method
takes the Instance for its name, uuid and sizes; none of them changes vm_state or task_state.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from nova_lite.context import RequestContext
from nova_lite.lifecycle import PowerState
from nova_lite.network.model import VIF
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.instance import Instance
from nova_lite.virt.diagnostics import Diagnostics


@dataclass(frozen=True, slots=True)
class InjectedFile:
    """A file of the old personality feature: absolute path and content."""

    path: str
    content: bytes


# Given the VIFs to come, the waiter is entered before VIFs are plugged; leaving it waits for all of them.
# It raises VirtualInterfaceCreateFailed when one fails or is late and vif_plugging_is_fatal.
VifWaiter = Callable[[Iterable[VIF]], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class SpawnRequest:
    """Everything a driver needs to make a guest.

    wait_for_vifs  None: do not wait for network-vif-plugged
    cpu_allocation placement resources of this server on this host, by resource class
    """

    instance: Instance
    image: ImageMeta
    vifs: tuple[VIF, ...] = ()
    block_devices: tuple[BlockDevice, ...] = ()
    injected_files: tuple[InjectedFile, ...] = ()
    admin_password: str | None = None
    config_drive: Callable[[], dict[str, bytes]] | None = None
    wait_for_vifs: VifWaiter | None = None
    resources: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GuestInfo:
    """State of one guest as the hypervisor sees it; id is the hypervisor's own, None when not running."""

    state: PowerState
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ConsoleTarget:
    """Where a console proxy connects; `port` is the one with TLS if there is no other."""

    host: str
    port: int
    internal_access_path: str | None = None
    tls_port: int | None = None


@dataclass(frozen=True, slots=True)
class HostResources:
    """Totals and use of one compute node: MiB, GiB, counts. `cpu_info` is JSON text; supported_instances triples."""

    hypervisor_hostname: str
    uuid: str
    vcpus: int
    memory_mb: int
    local_gb: int
    vcpus_used: int = 0
    memory_mb_used: int = 0
    local_gb_used: int = 0
    disk_available_least: int | None = None
    hypervisor_type: str = ""
    hypervisor_version: int = 0
    cpu_info: str = "{}"
    supported_instances: tuple[tuple[str, str, str], ...] = ()
    numa_topology: str | None = None
    traits: frozenset[str] = frozenset()
    host_ip: str | None = None
    stats: dict[str, Any] = field(default_factory=dict)


LifecycleCallback = Callable[[str, PowerState], None]
# Called with the reason when the hypervisor is lost, with None when it is back.
ConnectionCallback = Callable[[str | None], None]


class Host(Protocol):
    """The hypervisor host itself."""

    capabilities: dict[str, bool]

    def init_host(self, host: str) -> None:
        """Connect and check versions and options; raises ConfigInvalid or HypervisorUnavailable."""

    def register_lifecycle_listener(self, callback: LifecycleCallback) -> None:
        """Call `callback(instance_uuid, power_state)` whenever a guest changes state by itself."""

    def register_connection_listener(self, callback: ConnectionCallback) -> None:
        """Call `callback` whenever the hypervisor is lost or back. It does not wait for anything."""

    def get_host_resources(self) -> HostResources:
        """Fresh totals and use of this host's single compute node."""

    def list_instance_uuids(self) -> list[str]:
        """Uuids of all guests defined on this host, running or not."""

    def get_host_uptime(self) -> str:
        """The text of the host's uptime command."""

    def cleanup_host(self, host: str) -> None:
        """Close the connection at daemon stop."""


class Spawn(Protocol):
    """Making and removing guests."""

    def spawn(self, context: RequestContext, request: SpawnRequest) -> None:
        """Make disks, definition and network ends, start the guest and return when it runs.

        On any error nothing is cleaned up: the caller calls destroy(). Raises BuildAbort-worthy errors (Invalid family:
        image or flavor at fault) or retryable ones (Failed family).
        """

    def destroy(
        self,
        context: RequestContext,
        instance: Instance,
        vifs: Iterable[VIF],
        block_devices: Iterable[BlockDevice] = (),
        destroy_disks: bool = True,
    ) -> None:
        """Remove every trace of the guest: domain, network ends, files. Idempotent; a missing guest is no error."""

    def plug_vifs(self, instance: Instance, vifs: Iterable[VIF]) -> None:
        """Plug the host ends of the interfaces (after a host reboot). Idempotent."""

    def unplug_vifs(self, instance: Instance, vifs: Iterable[VIF]) -> None:
        """Unplug the host ends. Idempotent."""

    def instance_exists(self, instance: Instance) -> bool:
        """True when the hypervisor has a definition of this guest."""


class Disks(Protocol):
    """Disks of guests."""

    def usual_bus(self, device_type: str, image: ImageMeta) -> str:
        """Bus of a disk, cdrom or floppy for which nobody asked for one; raises Invalid for a bus it cannot have."""


class Interfaces(Protocol):
    """Interfaces of guests that exist."""

    def attach_interface(self, instance: Instance, image: ImageMeta, vif: VIF) -> None:
        """Plug and attach one more interface, for the running guest and for its next starts.

        Where the guest finds a tagged one is added to device_metadata. On an error nothing is left. Raises
        InstanceNotFound, Invalid for an impossible interface.
        """

    def detach_interface(self, instance: Instance, vif: VIF) -> None:
        """Detach and unplug an interface, and take it out of device_metadata. Idempotent.

        Raises InstanceNotFound, InterfaceDetachFailed when a running guest does not give it up.
        """


class Power(Protocol):
    """Power states of guests."""

    def get_info(self, instance: Instance) -> GuestInfo:
        """Present state; raises InstanceNotFound."""

    def power_on(self, context: RequestContext, request: SpawnRequest) -> None:
        """Start a stopped guest from its disks, rebuilding its definition. Idempotent."""

    def power_off(self, instance: Instance, timeout_s: int = 0, retry_interval_s: int = 0) -> None:
        """Stop a guest: ask it to shut down and, after `timeout_s` (0 = at once), pull the plug. Idempotent."""

    def reboot(self, context: RequestContext, request: SpawnRequest, hard: bool) -> bool:
        """Restart a guest. Returns True when a soft reboot was enough, False when it was (or became) a hard one."""


class Console(Protocol):
    """Consoles of guests."""

    def get_console_output(self, context: RequestContext, instance: Instance) -> bytes:
        """All that is kept of the console log (at most about 100 KiB); raises InstanceNotFound."""

    def get_vnc_console(self, context: RequestContext, instance: Instance) -> ConsoleTarget:
        """VNC endpoint; raises ConsoleTypeUnavailable, ConsoleNotAvailable, InstanceNotFound."""

    def get_spice_console(self, context: RequestContext, instance: Instance) -> ConsoleTarget:
        """SPICE endpoint; raises as get_vnc_console()."""

    def get_serial_console(self, context: RequestContext, instance: Instance) -> ConsoleTarget:
        """The first serial port on TCP; raises as get_vnc_console()."""


class Measures(Protocol):
    """Measuring running guests."""

    def get_diagnostics(self, instance: Instance) -> Diagnostics:
        """What can be told of a running guest; raises InstanceNotFound."""


class ImageCache(Protocol):
    """Base images kept on the host."""

    def manage_image_cache(self, context: RequestContext, instances: list[Instance]) -> None:
        """Drop base files that none of `instances` uses and that are old enough."""

    def cache_image(self, context: RequestContext, image: ImageMeta) -> bool:
        """Fetch an image's base file; False if it was there already. Raises ImageNotFound, ImageUnacceptable."""


class ComputeDriver(Host, Spawn, Disks, Interfaces, Power, Console, Measures, ImageCache, Protocol):
    """A complete driver."""
