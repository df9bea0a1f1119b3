# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The libvirt driver: composes disks, interfaces, definition and power of guests. What each does is in its module."""

import contextlib
import dataclasses
import os
import sys
from collections.abc import Iterable, Sequence

from oslo_concurrency import processutils
from oslo_log import log as logging

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.image import client as image_client
from nova_lite.lifecycle import PowerState
from nova_lite.network.model import VIF
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.instance import Instance
from nova_lite.virt import capabilities, device_tags, images
from nova_lite.virt.diagnostics import Diagnostics
from nova_lite.virt.driver import (
    ConnectionCallback,
    GuestInfo,
    HostResources,
    LifecycleCallback,
    SpawnRequest,
)
from nova_lite.virt.libvirt import (
    checks,
    device_metadata,
    diagnostics,
    events,
    guest_config,
    guest_devices,
    power,
    resources,
    vif,
)
from nova_lite.virt.libvirt.console import GuestConsoles
from nova_lite.virt.libvirt.disks import create, files, layout
from nova_lite.virt.libvirt.disks.base_images import BaseImages
from nova_lite.virt.libvirt.disks.files import GuestFiles
from nova_lite.virt.libvirt.guest import Guest
from nova_lite.virt.libvirt.guest_plan import GuestPlan, HostFacts
from nova_lite.virt.libvirt.host import Host, has_cpu_shares
from nova_lite.virt.libvirt.interfaces import GuestInterfaces
from nova_lite.virt.libvirt.serial_ports import SerialPorts

LOG = logging.getLogger(__name__)

_URIS = {"kvm": "qemu:///system", "qemu": "qemu:///system"}
_CAPABILITIES = (
    "has_imagecache",
    "supports_attach_interface",
    "supports_device_tagging",
    "supports_image_type_aki",
    "supports_image_type_ami",
    "supports_image_type_ari",
    "supports_image_type_iso",
    "supports_image_type_qcow2",
    "supports_image_type_raw",
    "supports_image_type_vdi",
    "supports_image_type_vhd",
    "supports_image_type_vhdx",
    "supports_image_type_vmdk",
    "supports_tagged_attach_interface",
)


class LibvirtDriver(GuestInterfaces, GuestConsoles):
    """virt.driver.ComputeDriver on libvirt with QEMU. `download` fetches image data (Glance's client by default)."""

    capabilities = capabilities.flags(*_CAPABILITIES)

    def __init__(self, download: images.Download = image_client.download) -> None:
        self._lifecycle = events.LifecycleEvents()
        self._host = Host(CONF.libvirt.connection_uri or _URIS.get(CONF.libvirt.virt_type, ""), self._lifecycle)
        self._base_images = BaseImages(download)
        self._serial_ports = SerialPorts()

    # ---- host ------------------------------------------------------------------------------------------------------

    def init_host(self, host: str) -> None:
        """See virt.driver.Host."""
        checks.check_options()
        vif.initialize()
        os.makedirs(CONF.instances_path, exist_ok=True)
        self._host.start()
        checks.check_host(self._host)
        LOG.info("Host %s: libvirt driver ready, guests are %s", host, CONF.libvirt.virt_type)

    def cleanup_host(self, host: str) -> None:
        """See virt.driver.Host."""
        self._host.stop()

    def register_lifecycle_listener(self, callback: LifecycleCallback) -> None:
        """See virt.driver.Host."""
        self._lifecycle.listen(callback)

    def register_connection_listener(self, callback: ConnectionCallback) -> None:
        """See virt.driver.Host."""
        self._host.listen_to_connection(callback)

    def get_host_resources(self) -> HostResources:
        """See virt.driver.Host."""
        return resources.collect(self._host, self.capabilities)

    def list_instance_uuids(self) -> list[str]:
        """See virt.driver.Host."""
        return [guest.uuid for guest in self._host.guests()]

    def get_host_uptime(self) -> str:
        """See virt.driver.Host."""
        output, _errors = processutils.execute("env", "LANG=C", "uptime")
        return str(output)

    def instance_exists(self, instance: Instance) -> bool:
        """See virt.driver.Spawn."""
        try:
            self._host.guest(instance.uuid)
        except exception.InstanceNotFound:
            return False
        return True

    # ---- spawn and destroy -----------------------------------------------------------------------------------------

    def spawn(self, context: RequestContext, request: SpawnRequest) -> None:
        """See virt.driver.Spawn."""
        if request.instance.trusted_certs:
            raise exception.UnsupportedFeature(feature="Verification of image signatures")
        plan = self._plan(request, config_drive=request.config_drive is not None)
        # Built once before anything is made, so that an impossible wish costs nothing.
        guest_config.domain(context, plan)
        _record_defaults(plan)
        plan.files.create()
        create.create(context, request, plan.disks, plan.files, self._base_images)
        self._fetch_kernel(context, request, plan.files)
        self._launch(context, self._plan(request, config_drive=request.config_drive is not None), request.vifs)
        LOG.info("Instance %s spawned", request.instance.uuid)

    def destroy(
        self,
        context: RequestContext,
        instance: Instance,
        vifs: Iterable[VIF],
        block_devices: Iterable[BlockDevice] = (),
        destroy_disks: bool = True,
    ) -> None:
        """See virt.driver.Spawn."""
        guest = self._find(instance)
        if guest:
            with contextlib.suppress(exception.InstanceNotFound):
                power.kill(guest)
        self.unplug_vifs(instance, vifs)
        if destroy_disks:
            GuestFiles(instance.uuid).remove()
        if guest:
            with contextlib.suppress(exception.InstanceNotFound):
                guest.undefine()
        LOG.info("Instance %s destroyed", instance.uuid)

    def _find(self, instance: Instance) -> Guest | None:
        try:
            return self._host.guest(instance.uuid)
        except exception.InstanceNotFound:
            return None

    def _plan(self, request: SpawnRequest, config_drive: bool, firmware: dict[str, str] | None = None) -> GuestPlan:
        machine = self._machine(request.image)
        guest_files = GuestFiles(request.instance.uuid)
        return GuestPlan(
            request=request,
            machine=machine,
            disks=layout.plan(request.instance, request.image, request.block_devices, machine, config_drive),
            files=guest_files,
            host=HostFacts(
                arch=machine.arch,
                cpu_shares=has_cpu_shares(),
                direct_io=images.supports_direct_io(CONF.instances_path),
                serial=checks.host_serial(self._host.capabilities().uuid),
            ),
            formats=guest_files.formats(),
            firmware=firmware or {},
        )

    def _fetch_kernel(self, context: RequestContext, request: SpawnRequest, guest_files: GuestFiles) -> None:
        instance = request.instance
        for image_id, name in ((instance.kernel_id, "kernel"), (instance.ramdisk_id, "ramdisk")):
            if image_id:
                source = self._base_images.kernel(context, ImageMeta(id=image_id))
                create.copy_boot_file(source, guest_files.path(name))

    def _launch(self, context: RequestContext, plan: GuestPlan, awaited: Sequence[VIF]) -> None:
        """Plug, define and start; with interfaces to wait for, its CPUs only run when those are ready."""
        request = plan.request
        pending = [one for one in awaited if not one.active]
        waits = bool(request.wait_for_vifs and pending)
        waiter = request.wait_for_vifs(pending) if request.wait_for_vifs and waits else contextlib.nullcontext()
        tcp_ports = guest_devices.serial_port_count(plan) if CONF.serial_console.enabled else 0
        with self._serial_ports.reserved(tcp_ports) as ports, contextlib.ExitStack() as undo:
            plan = dataclasses.replace(plan, tcp_ports=ports)
            with waiter:
                self.plug_vifs(request.instance, request.vifs)
                guest = self._host.define(guest_config.domain(context, plan).to_xml())
                # Whoever does not wait to the end must not leave a guest that is paused for ever.
                undo.callback(power.kill, guest)
                _note_devices(plan, guest)
                create.config_drive(request, plan.disks, plan.files)
                guest.start(paused=waits)
            undo.pop_all()
        if waits:
            guest.resume()
        power.wait_running(guest)

    # ---- disks -----------------------------------------------------------------------------------------------------

    def usual_bus(self, device_type: str, image: ImageMeta) -> str:
        """See virt.driver.Disks."""
        return layout.bus_for(device_type, image, self._machine(image))

    def _machine(self, image: ImageMeta) -> layout.Machine:
        return guest_config.machine_for(image, self._host.capabilities().cpu.arch)

    # ---- power -----------------------------------------------------------------------------------------------------

    def get_info(self, instance: Instance) -> GuestInfo:
        """See virt.driver.Power."""
        return self._host.guest(instance.uuid).info()

    def power_on(self, context: RequestContext, request: SpawnRequest) -> None:
        """See virt.driver.Power."""
        guest = self._find(request.instance)
        if guest is None or guest.info().state != PowerState.RUNNING:
            self._restart(context, request)

    def power_off(self, instance: Instance, timeout_s: int = 0, retry_interval_s: int = 0) -> None:
        """See virt.driver.Power."""
        power.power_off(self._host.guest(instance.uuid), timeout_s, retry_interval_s)
        LOG.info("Instance %s powered off", instance.uuid)

    def reboot(self, context: RequestContext, request: SpawnRequest, hard: bool) -> bool:
        """See virt.driver.Power."""
        guest = self._find(request.instance)
        if not hard and guest and power.soft_reboot(guest):
            return True
        self._restart(context, request)
        return False

    def _restart(self, context: RequestContext, request: SpawnRequest) -> None:
        """Hard reboot: whatever runs is killed, and the guest made anew around its disks."""
        guest = self._find(request.instance)
        firmware: dict[str, str] = {}
        if guest:
            firmware = guest.firmware_files()
            power.kill(guest)
            guest.drop_saved_state()
        self.unplug_vifs(request.instance, request.vifs)
        guest_files = GuestFiles(request.instance.uuid)
        config_drive = os.path.exists(guest_files.path("disk.config"))
        plan = self._plan(request, config_drive, firmware)
        guest_files.create()
        create.restore_backing_file(context, request.image, guest_files, self._base_images)
        kinds = CONF.workarounds.wait_for_vif_plugged_event_during_hard_reboot
        self._launch(context, plan, [one for one in request.vifs if one.vnic_type in kinds])
        LOG.info("Instance %s started", request.instance.uuid)

    # ---- measures and cache ----------------------------------------------------------------------------------------

    def get_diagnostics(self, instance: Instance) -> Diagnostics:
        """See virt.driver.Measures."""
        guest = self._host.guest(instance.uuid)
        return diagnostics.measure(guest, CONF.libvirt.virt_type, sys.platform, instance.needs_config_drive)

    def manage_image_cache(self, context: RequestContext, instances: list[Instance]) -> None:
        """See virt.driver.ImageCache."""
        used = {
            image_id
            for instance in instances
            for image_id in (instance.image_ref, instance.kernel_id, instance.ramdisk_id)
            if image_id
        }
        self._base_images.prune(used, files.backing_files())

    def cache_image(self, context: RequestContext, image: ImageMeta) -> bool:
        """See virt.driver.ImageCache."""
        present = self._base_images.has(str(image.id))
        self._base_images.image(context, image)
        return not present


def _note_devices(plan: GuestPlan, guest: Guest) -> None:
    """Record where the guest finds its tagged devices; libvirt has chosen their addresses when it is defined."""
    request = plan.request
    if device_tags.is_needed(request.instance, request.vifs, request.block_devices):
        found = device_metadata.collect(guest.xml(), plan.disks, request.vifs)
        device_tags.record(request.instance, found)


def _record_defaults(plan: GuestPlan) -> None:
    """Keep with the server what the host's defaults are today, so that another default changes no existing guest."""
    instance, image = plan.request.instance, plan.image
    chosen = {
        "hw_machine_type": plan.machine.type,
        "hw_disk_bus": layout.bus_for("disk", image, plan.machine),
        "hw_cdrom_bus": layout.bus_for("cdrom", image, plan.machine),
        "hw_pointer_model": CONF.pointer_model,
        "hw_video_model": "virtio",
        "hw_vif_model": "virtio",
    }
    missing = {f"image_{key}": value for key, value in chosen.items() if not image.prop(key) and value}
    instance.system_metadata = {**missing, **instance.system_metadata}
    for disk in plan.disks:
        if disk.role == "root" and not instance.root_device_name:
            instance.root_device_name = disk.path
        if disk.role == "swap":
            instance.default_swap_device = disk.path
        if disk.role == "ephemeral" and not instance.default_ephemeral_device:
            instance.default_ephemeral_device = disk.path
        if disk.block_device is not None and not disk.block_device.device_name:
            disk.block_device.device_name = disk.path
