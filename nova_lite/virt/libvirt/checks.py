# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What nova-compute refuses to start with: options that contradict each other or that this release does not do."""

import contextlib

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.virt.libvirt import errors, guest_config, resources, serial_ports
from nova_lite.virt.libvirt.host import Host

LOG = logging.getLogger(__name__)

MAX_PORT = 65535
_IMAGES_TYPES = frozenset({"default", "raw", "flat", "qcow2"})


def check_options() -> None:
    """Raise ConfigInvalid, naming the option."""
    group, ports = CONF.libvirt, serial_ports.port_range()
    rows = (
        (group.virt_type not in ("kvm", "qemu"), f"[libvirt]virt_type={group.virt_type} is not supported"),
        (group.images_type not in _IMAGES_TYPES, f"[libvirt]images_type={group.images_type} is not supported"),
        (
            group.cpu_mode == "custom" and not group.cpu_models,
            "[libvirt]cpu_mode=custom needs [libvirt]cpu_models",
        ),
        (
            bool(group.cpu_models) and group.cpu_mode != "custom",
            "[libvirt]cpu_models is only for [libvirt]cpu_mode=custom",
        ),
        (
            CONF.compute.max_disk_devices_to_attach == 0,
            "[compute]max_disk_devices_to_attach=0 would leave no root disk",
        ),
        (
            CONF.serial_console.enabled and not 0 < ports.start < ports.stop <= MAX_PORT + 1,
            f"[serial_console]port_range={CONF.serial_console.port_range} is no range of TCP ports",
        ),
        (bool(group.file_backed_memory), "[libvirt]file_backed_memory is not supported by this release"),
        (group.inject_partition != -2, "[libvirt]inject_partition: injection into disks is not supported"),
        (
            CONF.glance.verify_glance_signatures,
            "[glance]verify_glance_signatures is not supported by this release: images would not be verified",
        ),
    )
    for wrong, reason in rows:
        if wrong:
            raise exception.ConfigInvalid(reason=reason)
    _warn_of_what_is_missing()
    if CONF.compute.cpu_shared_set:
        resources.parse_cpu_set(CONF.compute.cpu_shared_set)


def _warn_of_what_is_missing() -> None:
    """Options that only offer more to servers: without them the daemon works, and such servers are refused."""
    rows = (
        (bool(CONF.compute.cpu_dedicated_set), "[compute]cpu_dedicated_set"),
        (CONF.libvirt.swtpm_enabled, "[libvirt]swtpm_enabled"),
    )
    for used, name in rows:
        if used:
            LOG.warning("%s has no effect in this release", name)


def check_host(host: Host) -> None:
    """Raise ConfigInvalid when this host cannot run the wanted kind of guests."""
    arch = host.capabilities().cpu.arch
    try:
        known = host.domain_capabilities(arch, guest_config.default_machine(arch))
    except errors.HypervisorError as error:
        raise exception.ConfigInvalid(
            reason=f"[libvirt]virt_type={CONF.libvirt.virt_type}: this host cannot run such guests: {error}"
        ) from error
    if CONF.libvirt.cpu_mode == "custom" and not CONF.workarounds.skip_cpu_compare_at_startup:
        unknown = [model for model in CONF.libvirt.cpu_models if model not in known.custom_cpu_models]
        if unknown:
            raise exception.ConfigInvalid(reason=f"[libvirt]cpu_models: this host cannot run {', '.join(unknown)}")


def host_serial(hardware: str | None) -> str | None:
    """Serial number of the host that guests see, by [libvirt]sysinfo_serial (other than unique)."""
    kind = CONF.libvirt.sysinfo_serial
    machine_id = _machine_id() if kind in ("os", "auto") else None
    return {"os": machine_id, "auto": machine_id or hardware, "hardware": hardware}.get(kind)


def _machine_id(path: str = "/etc/machine-id") -> str | None:
    with contextlib.suppress(OSError):
        with open(path, encoding="ascii") as stream:
            text = stream.read().strip()
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}" if len(text) == 32 else None
    return None
