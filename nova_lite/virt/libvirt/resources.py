# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a host has and how much of it is used, for the resource tracker and Placement. Reads, changes nothing."""

import json
import os

from oslo_log import log as logging
from oslo_utils import units

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.virt import capabilities as flags
from nova_lite.virt import node_identity
from nova_lite.virt.driver import HostResources
from nova_lite.virt.libvirt import guest_config, traits
from nova_lite.virt.libvirt.capabilities import DomainCapabilities, HostCapabilities, feature_names
from nova_lite.virt.libvirt.disks import files
from nova_lite.virt.libvirt.host import Host
from nova_lite.virt.libvirt.xml.element import parse

LOG = logging.getLogger(__name__)


def collect(host: Host, capabilities: dict[str, bool]) -> HostResources:
    """Fresh totals and use."""
    known = host.capabilities()
    domain = host.domain_capabilities(known.cpu.arch, guest_config.default_machine(known.cpu.arch))
    total, used, free = disk_space_gb()
    memory_mb = host.memory_mb()
    return HostResources(
        hypervisor_hostname=host.hostname(),
        uuid=node_identity.node_uuid(),
        vcpus=guest_cpus(host),
        vcpus_used=sum(guest.vcpus() for guest in host.guests(only_running=True)),
        memory_mb=memory_mb,
        memory_mb_used=max(0, memory_mb - available_memory_mb()),
        local_gb=total,
        local_gb_used=used,
        disk_available_least=free - files.overcommitted_bytes() // units.Gi,
        hypervisor_type=host.hypervisor_type(),
        hypervisor_version=host.hypervisor_version(),
        cpu_info=json.dumps(_cpu_info(known)),
        supported_instances=supported_instances(known),
        traits=_traits(host, known, domain, capabilities),
        host_ip=CONF.my_ip,
    )


def guest_cpus(host: Host) -> int:
    """Host CPUs that unpinned guests may use."""
    if CONF.compute.cpu_shared_set:
        return len(parse_cpu_set(CONF.compute.cpu_shared_set))
    return host.online_cpus()


def parse_cpu_set(text: str) -> frozenset[int]:
    """CPU numbers of a specification such as 4-12,^8,15. Raises ConfigInvalid."""
    wanted: set[int] = set()
    unwanted: set[int] = set()
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        target = unwanted if part.startswith("^") else wanted
        first, _, last = part.lstrip("^").partition("-")
        try:
            target.update(range(int(first), int(last or first) + 1))
        except ValueError as error:
            raise exception.ConfigInvalid(reason=f"bad CPU set '{text}'") from error
    if not wanted - unwanted:
        raise exception.ConfigInvalid(reason=f"CPU set '{text}' is empty")
    return frozenset(wanted - unwanted)


def disk_space_gb() -> tuple[int, int, int]:
    """GiB total, used and free of the file system of [DEFAULT]instances_path."""
    os.makedirs(CONF.instances_path, exist_ok=True)
    stat = os.statvfs(CONF.instances_path)
    total, free = stat.f_frsize * stat.f_blocks, stat.f_frsize * stat.f_bavail
    used = stat.f_frsize * (stat.f_blocks - stat.f_bfree)
    return total // units.Gi, used // units.Gi, free // units.Gi


def available_memory_mb(path: str = "/proc/meminfo") -> int:
    """MiB that are free or only hold caches."""
    with open(path, encoding="ascii") as stream:
        kib = {line.split(":")[0]: int(line.split()[1]) for line in stream}
    return sum(kib.get(name, 0) for name in ("MemFree", "Buffers", "Cached")) // 1024


def _cpu_info(known: HostCapabilities) -> dict[str, object]:
    cpu = known.cpu
    return {
        "arch": cpu.arch,
        "model": cpu.model,
        "vendor": cpu.vendor,
        "topology": {"cells": cpu.cells, "sockets": cpu.sockets, "cores": cpu.cores, "threads": cpu.threads},
        "features": sorted(cpu.features),
    }


def supported_instances(known: HostCapabilities) -> tuple[tuple[str, str, str], ...]:
    """Triples of architecture, hypervisor and kind of guest."""
    kinds = dict.fromkeys((guest.arch, guest.domain_type, guest.os_type) for guest in known.guests)
    return tuple(kinds)


def _traits(
    host: Host, known: HostCapabilities, domain: DomainCapabilities, capabilities: dict[str, bool]
) -> frozenset[str]:
    local = [guest for guest in known.guests if guest.arch == known.cpu.arch]
    return (
        flags.traits(capabilities, CONF.compute.image_type_exclude_list)
        | traits.of_domain(domain, local)
        | traits.of_cpu(guest_cpu_features(host, known, domain), known.cpu.threads)
    )


def guest_cpu_features(host: Host, known: HostCapabilities, domain: DomainCapabilities) -> frozenset[str]:
    """CPU features that every guest of this host sees: those of the model that guest_config gives it."""
    mode = guest_config.cpu_mode(known.cpu.arch)
    if mode is None:
        return frozenset()
    if mode == "custom":
        xml = f"<cpu><arch>{known.cpu.arch}</arch><model>{CONF.libvirt.cpu_models[0]}</model></cpu>"
    elif domain.host_model:
        xml = domain.host_model
    else:
        return known.cpu.features
    try:
        return host.expanded_features(xml)
    except exception.Failed as error:
        LOG.warning("CPU features of guests are known in part only: %s", error)
        return feature_names(parse(xml))
