# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which extra specs of known namespaces are right, from microversion 2.86 on. Keys of unknown namespaces are free."""

import importlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import os_resource_classes
from oslo_utils import strutils

from nova_lite import exception

_GROUP = "([a-zA-Z0-9_-]{1,64})?"
_NAMESPACES = re.compile(
    "(accel|aggregate_instance_extra_specs|capabilities|hw|hw_rng|hw_video|os|pci_passthrough|quota|vmware"
    f"|resources{_GROUP}|trait{_GROUP})"
)
_CPUSET = r"\^?\d+((-\d+)?(,\^?\d+(-\d+)?)?)*"


@dataclass(frozen=True, slots=True)
class Rule:
    """What values may be: booleans ("bool"), integers within limits ("int") or text ("str")."""

    kind: str = "str"
    minimum: int | None = None
    maximum: int | None = None
    choices: Sequence[str] = ()
    pattern: str | None = None

    def problem(self, value: str) -> str | None:
        """Why the value is wrong; None if it is right."""
        if self.kind == "bool":
            return None if _is_bool(value) else "must be a boolean"
        if self.kind == "int":
            return self._int_problem(value)
        if self.choices and value not in self.choices:
            return f"must be one of: {', '.join(self.choices)}"
        if self.pattern and not re.fullmatch(self.pattern, value):
            return f"must match: {self.pattern}"
        return None

    def _int_problem(self, value: str) -> str | None:
        try:
            number = int(value)
        except ValueError:
            return "must be an integer"
        if self.minimum is not None and number < self.minimum:
            return f"must be at least {self.minimum}"
        if self.maximum is not None and number > self.maximum:
            return f"must be at most {self.maximum}"
        return None


def _is_bool(value: str) -> bool:
    try:
        strutils.bool_from_string(value, strict=True)
    except ValueError:
        return False
    return True


def _one_of(*choices: str) -> Rule:
    return Rule(choices=choices)


_BOOL = Rule("bool")
_INT = Rule("int")
_COUNT = Rule("int", minimum=0)
_POSITIVE = Rule("int", minimum=1)
_TEXT = Rule()

_EXACT: dict[str, Rule] = {
    **dict.fromkeys(
        (
            "hide_hypervisor_id",
            "hw:boot_menu",
            "hw:cpu_realtime",
            "hw:ephemeral_encryption",
            "hw:hide_hypervisor_id",
            "hw:locked_memory",
            "hw:mem_encryption",
            "hw:pmu",
            "hw:vif_multiqueue_enabled",
            "hw:virtio_packed_ring",
            "hw_rng:allowed",
        ),
        _BOOL,
    ),
    **dict.fromkeys(
        (
            "hw:cpu_cores",
            "hw:cpu_sockets",
            "hw:cpu_threads",
            "hw:cpu_max_cores",
            "hw:cpu_max_sockets",
            "hw:cpu_max_threads",
            "hw:numa_nodes",
        ),
        _POSITIVE,
    ),
    "hw:serial_port_count": _COUNT,
    "hw:redirected_usb_ports": Rule("int", minimum=0, maximum=15),
    "hw:cpu_policy": _one_of("dedicated", "shared", "mixed"),
    "hw:cpu_thread_policy": _one_of("prefer", "isolate", "require"),
    "hw:cpu_dedicated_mask": Rule(pattern=_CPUSET),
    "hw:cpu_realtime_mask": Rule(pattern=_CPUSET),
    "hw:emulator_threads_policy": _one_of("isolate", "share"),
    "hw:ephemeral_encryption_format": _one_of("plain", "luks", "luksv2"),
    "hw:mem_encryption_model": _one_of("amd-sev", "amd-sev-es", "amd-sev-snp"),
    "hw:mem_page_size": Rule(pattern=r"(large|small|any|\d+([kKMGT]i?)?(b|bit|B)?)"),
    "hw:pci_numa_affinity_policy": _one_of("required", "preferred", "legacy", "socket"),
    "hw:pmem": Rule(pattern="([a-zA-Z0-9_]+(,)?)+"),
    "hw:sound_model": _one_of("sb16", "es1370", "pcspk", "ac97", "ich6", "ich9", "usb", "virtio"),
    "hw:tpm_model": _one_of("tpm-tis", "tpm-crb"),
    "hw:tpm_version": _one_of("1.2", "2.0"),
    "hw:tpm_secret_security": _one_of("user", "host", "deployment"),
    "hw:usb_model": _one_of("none", "nec-xhci", "qemu-xhci"),
    "hw:viommu_model": _one_of("intel", "smmuv3", "virtio", "auto"),
    "hw:watchdog_action": _one_of("none", "pause", "poweroff", "reset", "disabled"),
    "hw_rng:rate_bytes": _COUNT,
    "hw_rng:rate_period": _COUNT,
    "hw_video:ram_max_mb": _COUNT,
    "accel:device_profile": _TEXT,
    "group_policy": _one_of("isolate", "none"),
    "os:secure_boot": _one_of("disabled", "required"),
    "pci_passthrough:alias": Rule(pattern=r"[^:]+:\d+(?:\s*,\s*[^:]+:\d+)*"),
    "vmware:hw_version": _TEXT,
    "vmware:storage_policy": _TEXT,
    **{f"quota:{name}": _COUNT for name in ("cpu_limit", "cpu_period", "cpu_shares", "cpu_shares_share")},
    **{
        f"quota:{name}": _INT
        for name in ("cpu_quota", "cpu_reservation", "disk_io_reservation", "memory_reservation", "vif_reservation")
    },
    **{
        f"quota:{name}_shares_level": _one_of("custom", "high", "normal", "low")
        for name in ("cpu", "disk_io", "memory", "vif")
    },
    **{
        f"quota:disk_{way}_{unit}_sec": _COUNT
        for way in ("read", "write", "total")
        for unit in ("bytes", "iops")
    },
    **{
        f"quota:{name}": _COUNT
        for device in ("disk_io", "memory", "vif")
        for name in (f"{device}_limit", f"{device}_shares_share")
    },
    **{
        f"quota:vif_{way}_{what}": _COUNT
        for way in ("inbound", "outbound")
        for what in ("average", "burst", "peak")
    },
}  # fmt: skip

# What hosts report of themselves; the nested ones may be followed by a path.
_CAPABILITIES = (
    "aggregates", "cell_uuid", "cpu_allocation_ratio", "current_workload", "disk_allocation_ratio",
    "disk_available_least", "disk_mb_used", "failed_builds", "free_disk_gb", "free_disk_mb", "free_ram_mb", "host",
    "host_ip", "hypervisor_hostname", "hypervisor_type", "hypervisor_version", "id", "local_gb", "local_gb_used",
    "mapped", "memory_mb", "memory_mb_used", "num_instances", "num_io_ops", "ram_allocation_ratio", "running_vms",
    "service_id", "total_usable_disk_gb", "total_usable_ram_mb", "updated", "uuid", "vcpus", "vcpus_total",
    "vcpus_used",
)  # fmt: skip
_NESTED_CAPABILITIES = (
    "cpu_info", "instances", "limits", "metrics", "nodename", "numa_topology", "pci_device_pools", "pci_stats",
    "stats", "supported_hv_specs", "supported_instances",
)  # fmt: skip

_PATTERNS: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (re.compile(r"hw:numa_cpus\.\d+"), Rule(pattern=_CPUSET)),
    (re.compile(r"hw:numa_mem\.\d+"), _POSITIVE),
    (re.compile("aggregate_instance_extra_specs:.+"), _TEXT),
    (re.compile(rf"capabilities:({'|'.join(_CAPABILITIES)})"), _TEXT),
    (re.compile(rf"capabilities:({'|'.join(_NESTED_CAPABILITIES)})(:\w+)*"), _TEXT),
)
_RESOURCE = re.compile(f"resources{_GROUP}:(?P<name>[A-Z0-9_]+)")
_TRAIT = re.compile(f"trait{_GROUP}:(?P<name>[A-Z0-9_]+)")
_CUSTOM = re.compile("CUSTOM_[A-Z0-9_]+")


def check(key: str, value: str) -> None:
    """Raise ValidationError unless the pair is right or its namespace unknown."""
    rule = _rule_of(key)
    if rule is not None:
        problem = rule.problem(value)
        if problem is not None:
            raise exception.ValidationError(
                detail=f"Validation failed; '{value}' is not a valid value of '{key}': {problem}"
            )
        return
    namespace, colon, _ = key.partition(":")
    if colon and _NAMESPACES.fullmatch(namespace):
        raise exception.ValidationError(
            detail=f"Validation failed; extra spec '{key}' does not appear to be a valid extra spec."
        )


def _rule_of(key: str) -> Rule | None:
    if key in _EXACT:
        return _EXACT[key]
    for pattern, rule in _PATTERNS:
        if pattern.fullmatch(key):
            return rule
    resource = _RESOURCE.fullmatch(key)
    if resource and _known(resource["name"], os_resource_classes.STANDARDS):
        return _INT
    trait = _TRAIT.fullmatch(key)
    if trait and _known(trait["name"], _traits()):
        return _one_of("required", "forbidden")
    return None


def _traits() -> Sequence[str]:
    """The standard traits; few requests name any, so the library is loaded by the first one."""
    found: Sequence[str] = importlib.import_module("os_traits").get_traits()
    return found


def _known(name: str, standard: Sequence[str]) -> bool:
    return name in standard or _CUSTOM.fullmatch(name) is not None
