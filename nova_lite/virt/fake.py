# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A driver without a hypervisor: guests are entries of a dictionary. For tests and for trying out a control plane.

It keeps the promises of virt.driver, does no input or output, and breaks on demand: see FakeDriver.failures.
"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.lifecycle import PowerState
from nova_lite.network.model import VIF
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.device_metadata import DeviceMetadata
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.instance import Instance
from nova_lite.virt import capabilities, device_tags
from nova_lite.virt.diagnostics import Cpu, Diagnostics, Disk, Memory, Nic
from nova_lite.virt.driver import (
    ConnectionCallback,
    ConsoleTarget,
    GuestInfo,
    HostResources,
    LifecycleCallback,
    SpawnRequest,
)

HYPERVISOR_VERSION = 1_000_000
FIRST_SLOT = 3
_NAMESPACE = uuid.UUID("6a3c1f04-2f7b-4d0c-9d0e-5f2b7f5e9a11")
_BUSES = {"cdrom": "ide", "floppy": "fdc"}
_CAPABILITIES = (
    "has_imagecache",
    "supports_attach_interface",
    "supports_device_tagging",
    "supports_image_type_iso",
    "supports_image_type_qcow2",
    "supports_image_type_raw",
    "supports_tagged_attach_interface",
)


@dataclass(slots=True)
class FakeGuest:
    """One guest of the fake hypervisor."""

    name: str
    id: int
    state: PowerState
    vcpus: int
    memory_mb: int
    disk_gb: int
    console: bytes = b""
    starts: int = 1
    macs: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FakeSizes:
    """What a fake host has: CPUs, MiB, GiB."""

    vcpus: int = 1000
    memory_mb: int = 800_000
    local_gb: int = 600_000


@dataclass(slots=True)
class _Failures:
    """Errors to raise, by method name; `times` of each, then none."""

    planned: dict[str, list[Exception]] = field(default_factory=dict)

    def plan(self, method: str, error: Exception, times: int = 1) -> None:
        """Let the next `times` calls of a method raise `error`."""
        self.planned.setdefault(method, []).extend([error] * times)

    def strike(self, method: str) -> None:
        """Raise what is planned for this call, if anything."""
        if self.planned.get(method):
            raise self.planned[method].pop(0)


class _Guests:
    """What every part of the driver works on."""

    failures: _Failures
    guests: dict[str, FakeGuest]

    def _guest(self, instance: Instance) -> FakeGuest:
        if instance.uuid not in self.guests:
            raise exception.InstanceNotFound(instance_id=instance.uuid)
        return self.guests[instance.uuid]


class _Interfaces(_Guests):
    """The network ends of fake guests."""

    plugged: set[str]

    def plug_vifs(self, instance: Instance, vifs: Iterable[VIF]) -> None:
        """See virt.driver.Spawn."""
        self.failures.strike("plug_vifs")
        self.plugged.update(vif.id for vif in vifs)

    def unplug_vifs(self, instance: Instance, vifs: Iterable[VIF]) -> None:
        """See virt.driver.Spawn."""
        self.plugged.difference_update(vif.id for vif in vifs)

    def attach_interface(self, instance: Instance, image: ImageMeta, vif: VIF) -> None:
        """See virt.driver.Interfaces."""
        guest = self._guest(instance)
        self.failures.strike("attach_interface")
        self.plug_vifs(instance, [vif])
        guest.macs.append(vif.address)
        if vif.tag:
            address = f"0000:01:{len(guest.macs):02x}.0"
            made = DeviceMetadata(kind="nic", tags=[vif.tag], mac=vif.address, bus="pci", address=address)
            device_tags.record(instance, [*instance.device_metadata, made])

    def detach_interface(self, instance: Instance, vif: VIF) -> None:
        """See virt.driver.Interfaces."""
        guest = self._guest(instance)
        self.failures.strike("detach_interface")
        self.unplug_vifs(instance, [vif])
        guest.macs = [mac for mac in guest.macs if mac != vif.address]
        device_tags.record(instance, [one for one in instance.device_metadata if one.mac != vif.address])


class _Consoles(_Guests):
    """Consoles of fake guests, and what can be measured of them."""

    def get_console_output(self, context: RequestContext, instance: Instance) -> bytes:
        """See virt.driver.Console."""
        self.failures.strike("get_console_output")
        return self._guest(instance).console

    def get_vnc_console(self, context: RequestContext, instance: Instance) -> ConsoleTarget:
        """See virt.driver.Console."""
        if not CONF.vnc.enabled:
            raise exception.ConsoleTypeUnavailable(console_type="novnc")
        return ConsoleTarget(host=CONF.vnc.server_proxyclient_address, port=5900 + self._running(instance).id)

    def get_spice_console(self, context: RequestContext, instance: Instance) -> ConsoleTarget:
        """See virt.driver.Console."""
        if not CONF.spice.enabled:
            raise exception.ConsoleTypeUnavailable(console_type="spice")
        number = self._running(instance).id
        return ConsoleTarget(CONF.spice.server_proxyclient_address, 6000 + number, tls_port=6100 + number)

    def get_serial_console(self, context: RequestContext, instance: Instance) -> ConsoleTarget:
        """See virt.driver.Console."""
        if not CONF.serial_console.enabled:
            raise exception.ConsoleTypeUnavailable(console_type="serial")
        return ConsoleTarget(CONF.serial_console.proxyclient_address, 10000 + self._running(instance).id)

    def _running(self, instance: Instance) -> FakeGuest:
        guest = self._guest(instance)
        if guest.state != PowerState.RUNNING:
            raise exception.ConsoleNotAvailable()
        return guest

    def get_diagnostics(self, instance: Instance) -> Diagnostics:
        """Made-up numbers."""
        self._guest(instance)
        return Diagnostics(
            state="running",
            driver="libvirt",
            hypervisor="fake",
            hypervisor_os="fake-os",
            uptime=46664,
            config_drive=instance.needs_config_drive,
            cpus=(Cpu(id=0, time=17300000000, utilisation=15),),
            nics=(Nic(mac_address="01:23:45:67:89:ab", rx_octets=2070139, rx_packets=26701, tx_octets=140208),),
            disks=(
                Disk(read_bytes=262144, read_requests=112, write_bytes=5778432, write_requests=488, errors_count=1),
            ),
            memory=Memory(maximum=524288, used=0),
            counters={"cpu0_time": 17300000000, "memory": 524288, "vda_read": 262144, "vnet1_rx": 2070139},
        )


class FakeDriver(_Interfaces, _Consoles):
    """virt.driver.ComputeDriver in memory.

    guests    by server uuid
    plugged   ports with a plugged host end
    failures  .plan("spawn", error) makes the next spawn fail after the guest exists
    sizes     may be replaced to make a small host
    """

    capabilities = capabilities.flags(*_CAPABILITIES)

    def __init__(self, sizes: FakeSizes | None = None) -> None:
        self.sizes = sizes or FakeSizes()
        self.guests: dict[str, FakeGuest] = {}
        self.plugged: set[str] = set()
        self.failures = _Failures()
        self.pruned_for: list[str] = []
        self.cached_images: set[str] = set()
        self._host = CONF.host
        self._listener: LifecycleCallback | None = None
        self._connection_listener: ConnectionCallback | None = None
        self._next_id = 1

    # ---- host ------------------------------------------------------------------------------------------------------

    def init_host(self, host: str) -> None:
        """See virt.driver.Host."""
        self.failures.strike("init_host")
        self._host = host

    def cleanup_host(self, host: str) -> None:
        """See virt.driver.Host."""
        self._listener = None

    def register_lifecycle_listener(self, callback: LifecycleCallback) -> None:
        """See virt.driver.Host."""
        self._listener = callback

    def register_connection_listener(self, callback: ConnectionCallback) -> None:
        """See virt.driver.Host."""
        self._connection_listener = callback

    def get_host_resources(self) -> HostResources:
        """See virt.driver.Host."""
        self.failures.strike("get_host_resources")
        guests = self.guests.values()
        disk_used = sum(guest.disk_gb for guest in guests)
        return HostResources(
            hypervisor_hostname=self._host,
            uuid=str(uuid.uuid5(_NAMESPACE, self._host)),
            vcpus=self.sizes.vcpus,
            vcpus_used=sum(guest.vcpus for guest in guests),
            memory_mb=self.sizes.memory_mb,
            memory_mb_used=sum(guest.memory_mb for guest in guests),
            local_gb=self.sizes.local_gb,
            local_gb_used=disk_used,
            disk_available_least=self.sizes.local_gb - disk_used,
            hypervisor_type="fake",
            hypervisor_version=HYPERVISOR_VERSION,
            cpu_info=json.dumps({"arch": "x86_64", "model": "Nehalem", "vendor": "Intel", "features": ["pge"]}),
            supported_instances=(("x86_64", "fake", "hvm"),),
            traits=capabilities.traits(self.capabilities, CONF.compute.image_type_exclude_list),
            host_ip=CONF.my_ip,
        )

    def list_instance_uuids(self) -> list[str]:
        """See virt.driver.Host."""
        return list(self.guests)

    def get_host_uptime(self) -> str:
        """See virt.driver.Host."""
        return " 00:00:00 up 1 day,  0:00,  0 users,  load average: 0.00, 0.00, 0.00\n"

    # ---- spawn and destroy -----------------------------------------------------------------------------------------

    def spawn(self, context: RequestContext, request: SpawnRequest) -> None:
        """See virt.driver.Spawn."""
        instance = request.instance
        flavor = instance.flavor
        if flavor is None:
            raise exception.Invalid(f"Instance {instance.uuid} has no flavor.")
        self._note_devices(request)
        if request.config_drive:
            request.config_drive()
        self.guests[instance.uuid] = FakeGuest(
            name=instance.name,
            id=self._next_id,
            state=PowerState.NOSTATE,
            vcpus=flavor.vcpus,
            memory_mb=flavor.memory_mb,
            disk_gb=flavor.root_gb + flavor.ephemeral_gb,
            console=f"fake console of {instance.uuid}\n".encode(),
            macs=[vif.address for vif in request.vifs],
        )
        self._next_id += 1
        self._plug_and_wait(request)
        self.failures.strike("spawn")
        instance.root_device_name = instance.root_device_name or "/dev/vda"
        self.guests[instance.uuid].state = PowerState.RUNNING

    @staticmethod
    def _note_devices(request: SpawnRequest) -> None:
        """Every tagged device is on a PCI bus, one slot after the other."""
        tagged = [
            *(DeviceMetadata(kind="nic", tags=[vif.tag], mac=vif.address) for vif in request.vifs if vif.tag),
            *(DeviceMetadata(kind="disk", tags=[one.tag]) for one in request.block_devices if one.tag),
        ]
        for slot, device in enumerate(tagged, start=FIRST_SLOT):
            device.bus, device.address = "pci", f"0000:00:{slot:02x}.0"
        device_tags.record(request.instance, tagged)

    def _plug_and_wait(self, request: SpawnRequest) -> None:
        pending = [vif for vif in request.vifs if not vif.active]
        if request.wait_for_vifs is None or not pending:
            self.plug_vifs(request.instance, request.vifs)
            return
        with request.wait_for_vifs(pending):
            self.plug_vifs(request.instance, request.vifs)

    def destroy(
        self,
        context: RequestContext,
        instance: Instance,
        vifs: Iterable[VIF],
        block_devices: Iterable[BlockDevice] = (),
        destroy_disks: bool = True,
    ) -> None:
        """See virt.driver.Spawn."""
        self.failures.strike("destroy")
        self.unplug_vifs(instance, vifs)
        self.guests.pop(instance.uuid, None)

    def instance_exists(self, instance: Instance) -> bool:
        """See virt.driver.Spawn."""
        return instance.uuid in self.guests

    # ---- disks -----------------------------------------------------------------------------------------------------

    def usual_bus(self, device_type: str, image: ImageMeta) -> str:
        """See virt.driver.Disks."""
        return image.prop(f"hw_{device_type}_bus") or _BUSES.get(device_type, "virtio")

    # ---- power -----------------------------------------------------------------------------------------------------

    def get_info(self, instance: Instance) -> GuestInfo:
        """See virt.driver.Power."""
        guest = self._guest(instance)
        return GuestInfo(guest.state, guest.id if guest.state == PowerState.RUNNING else None)

    def power_on(self, context: RequestContext, request: SpawnRequest) -> None:
        """See virt.driver.Power."""
        self.failures.strike("power_on")
        guest = self._guest(request.instance)
        if guest.state != PowerState.RUNNING:
            self._start(request)

    def _start(self, request: SpawnRequest) -> None:
        guest = self._guest(request.instance)
        self.plug_vifs(request.instance, request.vifs)
        guest.starts += 1
        guest.state = PowerState.RUNNING

    def power_off(self, instance: Instance, timeout_s: int = 0, retry_interval_s: int = 0) -> None:
        """See virt.driver.Power."""
        self.failures.strike("power_off")
        self._guest(instance).state = PowerState.SHUTDOWN

    def reboot(self, context: RequestContext, request: SpawnRequest, hard: bool) -> bool:
        """See virt.driver.Power."""
        self.failures.strike("reboot")
        soft = not hard and self._guest(request.instance).state == PowerState.RUNNING
        self._start(request)
        return soft

    # ---- image cache -----------------------------------------------------------------------------------------------

    def manage_image_cache(self, context: RequestContext, instances: list[Instance]) -> None:
        """See virt.driver.ImageCache."""
        self.pruned_for = sorted({instance.image_ref for instance in instances if instance.image_ref})

    def cache_image(self, context: RequestContext, image: ImageMeta) -> bool:
        """See virt.driver.ImageCache."""
        self.failures.strike("cache_image")
        new = image.id not in self.cached_images
        self.cached_images.add(str(image.id))
        return new

    # ---- for tests -------------------------------------------------------------------------------------------------

    def change_connection(self, lost: str | None) -> None:
        """As if the hypervisor was lost for a reason, or came back."""
        if self._connection_listener is not None:
            self._connection_listener(lost)

    def change_state(self, instance_uuid: str, state: PowerState) -> None:
        """Let a guest change state by itself, with the event that a hypervisor would send."""
        self.guests[instance_uuid].state = state
        if self._listener:
            self._listener(instance_uuid, state)
