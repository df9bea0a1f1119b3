# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""From a server's record, image and flavor to the guest's definition: every decision, no connection.

One small function per part of the guest; nova_lite.virt.libvirt.xml writes what is decided here.
"""

import datetime
import os

from oslo_utils import timeutils

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.hardware import topology, unsupported
from nova_lite.hardware.unsupported import flag
from nova_lite.network.model import VIF
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.version import VERSION
from nova_lite.virt.libvirt import guest_devices
from nova_lite.virt.libvirt.disks.layout import LocalDisk, Machine
from nova_lite.virt.libvirt.guest_plan import GuestPlan
from nova_lite.virt.libvirt.xml import metadata, platform
from nova_lite.virt.libvirt.xml.domain import Domain

X86 = frozenset({"x86_64", "i686"})
_MACHINES = {
    "x86_64": "pc",
    "i686": "pc",
    "aarch64": "virt",
    "armv7l": "virt",
    "ppc64": "pseries",
    "ppc64le": "pseries",
    "s390x": "s390-ccw-virtio",
}
_BOOT_DEVICES = {"disk": "hd", "cdrom": "cdrom", "floppy": "fd"}
_CPU_QUOTAS = {"cpu_shares": "shares", "cpu_period": "period_us", "cpu_quota": "quota_us"}


def machine_for(image: ImageMeta, host_arch: str) -> Machine:
    """Architecture and machine type of a guest: the image's wish, the host's option, or the usual one."""
    return Machine(arch=host_arch, type=image.prop("hw_machine_type") or default_machine(host_arch) or "")


def default_machine(arch: str) -> str | None:
    """Machine type of guests whose image names none."""
    by_option = dict(entry.split("=", 1) for entry in CONF.libvirt.hw_machine_type or [] if "=" in entry)
    return by_option.get(arch) or _MACHINES.get(arch)


def domain(context: RequestContext, plan: GuestPlan) -> Domain:
    """The guest's definition. Raises Invalid or UnsupportedFeature for what flavor and image cannot have."""
    instance, flavor, image = plan.request.instance, plan.flavor, plan.image
    unsupported.refuse(flavor.extra_specs, image.properties)
    x86 = plan.machine.arch in X86
    return Domain(
        virt_type=CONF.libvirt.virt_type,
        uuid=instance.uuid,
        name=instance.name,
        memory_mb=flavor.memory_mb,
        vcpus=flavor.vcpus,
        cpuset=CONF.compute.cpu_shared_set or None,
        metadata=_metadata(context, plan),
        sysinfo=_sysinfo(plan) if x86 else None,
        boot=_boot(plan),
        features=_features(plan),
        cpu_tune=_cpu_tune(plan),
        clock=_clock(plan),
        cpu=_cpu(plan),
        devices=guest_devices.devices(plan),
    )


def _metadata(context: RequestContext, plan: GuestPlan) -> metadata.ServerMetadata:
    instance, flavor, image = plan.request.instance, plan.flavor, plan.image
    owner = metadata.OwnerFacts(
        user_id=instance.user_id or "",
        user_name=context.user_name or "N/A",
        project_id=instance.project_id or "",
        project_name=context.project_name or "N/A",
    )
    return metadata.ServerMetadata(
        package_version=VERSION,
        name=instance.display_name or "",
        creation_time=_utc_text(timeutils.utcnow()),
        flavor=metadata.FlavorFacts(
            id=flavor.flavorid,
            name=flavor.name,
            memory_mb=flavor.memory_mb,
            disk_gb=flavor.root_gb,
            swap_mb=flavor.swap,
            ephemeral_gb=flavor.ephemeral_gb,
            vcpus=flavor.vcpus,
            extra_specs=tuple(flavor.extra_specs.items()),
        ),
        image=_image_facts(image) if image.id else None,
        owner=owner,
        ports=tuple(_port_facts(vif) for vif in plan.request.vifs),
    )


def _utc_text(moment: datetime.datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _image_facts(image: ImageMeta) -> metadata.ImageFacts:
    return metadata.ImageFacts(
        id=str(image.id),
        container_format=image.container_format,
        disk_format=image.disk_format,
        min_disk_gb=image.min_disk or 0,
        min_ram_mb=image.min_ram or 0,
        properties=tuple((key, value) for key, value in image.properties.items() if value is not None),
    )


def _port_facts(vif: VIF) -> metadata.PortFacts:
    ips = tuple((ip.type, ip.address, ip.version) for ip in vif.fixed_ips())
    return metadata.PortFacts(id=vif.id, ips=ips)


def _sysinfo(plan: GuestPlan) -> platform.Sysinfo:
    instance = plan.request.instance
    serial = instance.uuid if CONF.libvirt.sysinfo_serial == "unique" else plan.host.serial
    return platform.Sysinfo(version=VERSION, uuid=instance.uuid, serial=serial)


def is_uefi(plan: GuestPlan) -> bool:
    """True when the guest starts with UEFI instead of a BIOS."""
    usual = "uefi" if plan.machine.arch == "aarch64" else "bios"
    return bool((plan.image.prop("hw_firmware_type") or usual) == "uefi")


def _boot(plan: GuestPlan) -> platform.Boot:
    uefi = is_uefi(plan)
    menu = plan.flavor.extra_specs.get("hw:boot_menu") or plan.image.prop("hw_boot_menu")
    root = next(disk for disk in plan.disks if disk.role == "root")
    kernel, ramdisk = plan.files.path("kernel"), plan.files.path("ramdisk")
    external = bool(plan.request.instance.kernel_id)
    return platform.Boot(
        machine=plan.machine.type or None,
        arch=plan.machine.arch,
        boot_devices=(_BOOT_DEVICES[root.device],),
        smbios=plan.machine.arch in X86,
        boot_menu=flag(menu),
        uefi=uefi,
        kernel=kernel if external else None,
        initrd=ramdisk if plan.request.instance.ramdisk_id else None,
        command_line=_command_line(plan, root) if external else None,
        **_known_firmware(plan) if uefi else {},
    )


def _known_firmware(plan: GuestPlan) -> dict[str, str]:
    """Files that libvirt chose for the guest earlier, as long as they exist."""
    files = [path for name, path in plan.firmware.items() if name != "nvram_template"]
    return plan.firmware if files and all(os.path.exists(path) for path in files) else {}


def _command_line(plan: GuestPlan, root: LocalDisk) -> str:
    own = plan.image.prop("os_command_line")
    if own:
        return str(own)
    text = f"root={root.path} console=tty0 console=ttyS0 console=hvc0"
    return f"{text} no_timer_check" if CONF.libvirt.virt_type == "qemu" else text


def _features(plan: GuestPlan) -> platform.Features:
    x86 = plan.machine.arch in X86
    specs, image = plan.flavor.extra_specs, plan.image
    hide = specs.get("hw:hide_hypervisor_id") or specs.get("hide_hypervisor_id")
    pmu = specs.get("hw:pmu") or image.prop("hw_pmu")
    return platform.Features(
        apic=not CONF.workarounds.libvirt_disable_apic,
        vmcoreinfo=x86 or plan.machine.arch == "aarch64",
        hide_hypervisor=flag(hide) or flag(image.prop("img_hide_hypervisor_id")),
        hyperv=_is_windows(plan),
        pmu=flag(pmu) if pmu is not None else None,
        tb_cache_mib=CONF.libvirt.tb_cache_size if CONF.libvirt.virt_type == "qemu" else None,
    )


def _is_windows(plan: GuestPlan) -> bool:
    return bool((plan.request.instance.os_type or plan.image.prop("os_type")) == "windows")


def _clock(plan: GuestPlan) -> platform.Clock:
    windows = _is_windows(plan)
    timers = []
    if CONF.libvirt.virt_type == "kvm":
        hpet = flag(plan.image.prop("hw_time_hpet"))
        timers = [
            platform.Timer("pit", tick_policy="delay"),
            platform.Timer("rtc", tick_policy="catchup"),
            *([platform.Timer("hpet", present=hpet)] if plan.machine.arch in X86 else []),
            *([platform.Timer("hypervclock", present=True)] if windows else []),
        ]
    return platform.Clock(offset="localtime" if windows else "utc", timers=tuple(timers))


def cpu_mode(arch: str) -> str | None:
    """[libvirt]cpu_mode with its default; None for no model at all."""
    mode = CONF.libvirt.cpu_mode or ("host-passthrough" if arch == "aarch64" else "host-model")
    return None if mode == "none" else mode


def _cpu(plan: GuestPlan) -> platform.Cpu:
    chosen = topology.choose(plan.flavor.vcpus, plan.flavor.extra_specs, plan.image.properties)
    mode = cpu_mode(plan.machine.arch)
    extra = CONF.libvirt.cpu_model_extra_flags if mode else []
    return platform.Cpu(
        sockets=chosen.sockets,
        cores=chosen.cores,
        threads=chosen.threads,
        mode=mode,
        model=CONF.libvirt.cpu_models[0] if mode == "custom" else None,
        features={name.lstrip("+-").lower(): "disable" if name.startswith("-") else "require" for name in extra},
    )


def _cpu_tune(plan: GuestPlan) -> platform.CpuTune | None:
    specs = plan.flavor.extra_specs
    quotas = {name: int(specs[f"quota:{key}"]) for key, name in _CPU_QUOTAS.items() if f"quota:{key}" in specs}
    if not quotas:
        return None
    if not plan.host.cpu_shares:
        raise exception.UnsupportedFeature(feature="CPU quota on a host without control group 'cpu'")
    return platform.CpuTune(**quotas)
