# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The devices of a guest, decided from flavor, image and options, in the order in which they are added."""

from collections.abc import Iterator

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.hardware.unsupported import flag
from nova_lite.virt.libvirt import vif as vifs
from nova_lite.virt.libvirt.disks.layout import LocalDisk
from nova_lite.virt.libvirt.guest_plan import GuestPlan
from nova_lite.virt.libvirt.xml import console, disk, peripheral
from nova_lite.virt.libvirt.xml.element import Renders

VIDEO_MODELS = frozenset({"bochs", "cirrus", "gop", "none", "qxl", "vga", "virtio", "vmvga", "xen"})
MAX_SERIAL_PORTS = 3
_WATCHDOG_ACTIONS = frozenset({"none", "pause", "poweroff", "reset"})
_DISK_QUOTAS = [f"{kind}_{unit}_sec" for kind in ("read", "write", "total") for unit in ("bytes", "iops")]


def devices(plan: GuestPlan) -> tuple[Renders, ...]:
    """All of them."""
    return (
        *_disks(plan),
        *_scsi_controller(plan),
        *[vifs.interface(vif, plan.flavor, plan.image) for vif in plan.request.vifs],
        *_serial_ports(plan),
        *_spice_agent(plan),
        *_sound(plan),
        *_graphics(plan),
        *_inputs(plan),
        *_guest_agent(plan),
        *_rng(plan),
        *_pcie_ports(plan),
        *_usb_controller(plan),
        *_watchdog(plan),
        peripheral.MemoryBalloon(CONF.libvirt.mem_stats_period_seconds),
    )


def cache_mode(direct_io: bool) -> str:
    """Cache mode of disks that are files."""
    chosen = dict(entry.split("=", 1) for entry in CONF.libvirt.disk_cachemodes if "=" in entry)
    return chosen.get("file") or ("none" if direct_io else "writeback")


def _disks(plan: GuestPlan) -> list[disk.Disk]:
    cache = cache_mode(plan.host.direct_io)
    specs = plan.flavor.extra_specs
    limits = {name: int(specs[f"quota:disk_{name}"]) for name in _DISK_QUOTAS if f"quota:disk_{name}" in specs}
    native = CONF.preallocate_images == "space" and cache in ("none", "directsync")
    units = (number for number in range(len(plan.disks)))
    return [
        disk.Disk(
            path=plan.files.path(one.file_name),
            device=one.device,
            bus=one.bus,
            name=one.name,
            format=plan.format_of(one),
            cache=cache,
            discard=CONF.libvirt.hw_disk_discard if one.device == "disk" else None,
            io="native" if native and one.role != "config" else None,
            unit=next(units) if one.bus == "scsi" else None,
            iotune=limits if one.role != "config" else {},
        )
        for one in plan.disks
    ]


def _scsi_controller(plan: GuestPlan) -> list[peripheral.Controller]:
    if not _on_bus(plan.disks, "scsi"):
        return []
    model = plan.image.prop("hw_scsi_model")
    queues = plan.flavor.vcpus if model == "virtio-scsi" else None
    return [peripheral.Controller("scsi", model=model, index=0, queues=queues)] if model else []


def _on_bus(disks: tuple[LocalDisk, ...], bus: str) -> bool:
    return any(one.bus == bus for one in disks)


def serial_port_count(plan: GuestPlan) -> int:
    """Serial ports of the guest; raises Invalid. The first is never left out: the console log needs it."""
    asked = plan.image.prop("hw_serial_port_count")
    allowed = plan.flavor.extra_specs.get("hw:serial_port_count")
    if asked and allowed and int(asked) > int(allowed):
        raise exception.Invalid("Maximum number of serial ports exceeds the flavor's hw:serial_port_count.")
    count = int(asked or allowed or 1)
    if count > MAX_SERIAL_PORTS:
        raise exception.Invalid(f"Maximum number of serial port exceeds {MAX_SERIAL_PORTS} for this guest.")
    return max(1, count)


def _serial_ports(plan: GuestPlan) -> list[console.SerialPort]:
    """On TCP ports of the host if it has serial consoles; they are 0 until the guest is about to start."""
    count = serial_port_count(plan)
    address = CONF.serial_console.proxyclient_address
    binds = [(address, port) for port in plan.tcp_ports or (0,) * count]
    return [
        console.SerialPort(
            plan.files.console_log if number == 0 else None,
            number,
            binds[number] if CONF.serial_console.enabled else None,
        )
        for number in range(count)
    ]


def _sound(plan: GuestPlan) -> list[peripheral.Sound]:
    model = plan.flavor.extra_specs.get("hw:sound_model") or plan.image.prop("hw_sound_model")
    return [peripheral.Sound(model)] if model else []


def _graphics(plan: GuestPlan) -> list[Renders]:
    """VNC, SPICE or both, and a video adapter; nothing for a guest that is only reached over its serial port."""
    found: list[Renders] = [console.Graphics(CONF.vnc.server_listen)] if CONF.vnc.enabled else []
    if CONF.spice.enabled:
        found.append(
            console.Graphics(CONF.spice.server_listen, "spice", CONF.spice.require_secure, dict(_spice_options()))
        )
    return [*found, console.Video(_video_model(plan), _video_memory_kib(plan))] if found else []


def _spice_options() -> Iterator[tuple[str, dict[str, str]]]:
    """What [spice] says of compression; the rest is QEMU's choice."""
    for name in ("image", "jpeg", "zlib", "playback"):
        chosen = CONF.spice[f"{name}_compression"]
        if chosen is not None:
            yield name, {"compression": ("on" if chosen else "off") if isinstance(chosen, bool) else chosen}
    if CONF.spice.streaming_mode is not None:
        yield "streaming", {"mode": CONF.spice.streaming_mode}


def _spice_agent(plan: GuestPlan) -> list[console.SpiceAgent]:
    return [console.SpiceAgent()] if _has_spice_agent() else []


def _has_spice_agent() -> bool:
    return bool(CONF.spice.enabled and CONF.spice.agent_enabled)


def _video_model(plan: GuestPlan) -> str:
    usual = "vga" if plan.machine.arch.startswith("ppc") else "virtio"
    model = plan.image.prop("hw_video_model") or usual
    if model not in VIDEO_MODELS:
        raise exception.Invalid(f"Video model '{model}' is not supported.")
    return str(model)


def _video_memory_kib(plan: GuestPlan) -> int | None:
    asked_mib = int(plan.image.prop("hw_video_ram") or 0)
    limit_mib = int(plan.flavor.extra_specs.get("hw_video:ram_max_mb") or 0)
    if asked_mib > limit_mib:
        raise exception.Invalid(
            f"Requested video RAM of {asked_mib} is higher than the maximum of {limit_mib} allowed by the flavor."
        )
    return asked_mib * 1024 if asked_mib and limit_mib else None


def _inputs(plan: GuestPlan) -> list[console.Input]:
    bus = plan.image.prop("hw_input_bus")
    found = []
    # The SPICE agent knows where the pointer is without a tablet.
    pointed = CONF.vnc.enabled or (CONF.spice.enabled and not _has_spice_agent())
    if pointed and (_wants_tablet(plan) or bus):
        found.append(console.Input("tablet", bus or "usb"))
    if bus or plan.machine.arch == "aarch64":
        found.append(console.Input("keyboard", bus or "usb"))
    return found


def _wants_tablet(plan: GuestPlan) -> bool:
    return bool((plan.image.prop("hw_pointer_model") or CONF.pointer_model) == "usbtablet")


def _guest_agent(plan: GuestPlan) -> list[peripheral.GuestAgent]:
    if not flag(plan.image.prop("hw_qemu_guest_agent")):
        return []
    return [peripheral.GuestAgent(f"/var/lib/libvirt/qemu/org.qemu.guest_agent.0.{plan.request.instance.name}.sock")]


def _rng(plan: GuestPlan) -> list[peripheral.Rng]:
    specs = plan.flavor.extra_specs
    if not flag(specs.get("hw_rng:allowed"), default=True):
        return []
    rate, period = specs.get("hw_rng:rate_bytes"), specs.get("hw_rng:rate_period")
    return [
        peripheral.Rng(
            path=CONF.libvirt.rng_dev_path,
            rate_bytes=int(rate) if rate else None,
            rate_period_ms=int(period) if period else None,
        )
    ]


def _pcie_ports(plan: GuestPlan) -> list[peripheral.Controller]:
    pcie = "q35" in plan.machine.type or plan.machine.type.startswith("virt")
    if not pcie or not CONF.libvirt.num_pcie_ports:
        return []
    ports = [peripheral.Controller("pci", model="pcie-root-port") for _ in range(CONF.libvirt.num_pcie_ports)]
    return [peripheral.Controller("pci", model="pcie-root"), *ports]


def _usb_controller(plan: GuestPlan) -> list[peripheral.Controller]:
    model = plan.flavor.extra_specs.get("hw:usb_model") or plan.image.prop("hw_usb_model")
    if model:
        return [peripheral.Controller("usb", model=model, index=0)]
    used = _on_bus(plan.disks, "usb") or any(one.bus == "usb" for one in _inputs(plan))
    return [peripheral.Controller("usb", model=None if used else "none", index=0)]


def _watchdog(plan: GuestPlan) -> list[peripheral.Watchdog]:
    action = plan.image.prop("hw_watchdog_action") or plan.flavor.extra_specs.get("hw:watchdog_action")
    if action in (None, "", "disabled"):
        return []
    if action not in _WATCHDOG_ACTIONS:
        raise exception.Invalid(f"Watchdog action '{action}' is not supported.")
    return [peripheral.Watchdog(str(action))]
