# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a flavor or image may ask of a guest that this release refuses: NUMA, pinning, PCI, encryption, TPM.

A refusal is better than a guest without what was paid for. The rows go as the features come. Pure functions.
"""

from collections.abc import Mapping

from oslo_utils import strutils

from nova_lite import exception

_FALSE = frozenset({"no", "false", "0", "off", "f", "n"})
# Name after "hw:" in the flavor and after "hw_" in the image; the values that ask for nothing special.
_HARDWARE: dict[str, frozenset[str]] = {
    "cpu_policy": frozenset({"shared"}),
    "cpu_thread_policy": frozenset(),
    "cpu_dedicated_mask": frozenset(),
    "cpu_realtime": _FALSE,
    "cpu_realtime_mask": frozenset(),
    "emulator_threads_policy": frozenset({"share"}),
    "ephemeral_encryption": _FALSE,
    "firmware_stateless": _FALSE,
    "locked_memory": _FALSE,
    "maxphysaddr_mode": frozenset(),
    "mem_encryption": _FALSE,
    "mem_page_size": frozenset(),
    "numa_nodes": frozenset(),
    "pmem": frozenset(),
    "redirected_usb_ports": frozenset({"0"}),
    "tpm_model": frozenset(),
    "tpm_version": frozenset(),
    "viommu_model": frozenset(),
}
_FLAVOR_ONLY = ("pci_passthrough:alias", "accel:device_profile")
_RESOURCES = ("PCPU", "VGPU", "PCI_DEVICE", "SRIOV_NET_VF", "MEM_ENCRYPTION_CONTEXT", "FPGA", "PGPU")


def refuse(extra_specs: Mapping[str, str], properties: Mapping[str, str | None]) -> None:
    """Raise UnsupportedFeature, naming the key, for the first thing this release does not do."""
    for name, harmless in _HARDWARE.items():
        for key, value in ((f"hw:{name}", extra_specs.get(f"hw:{name}")), (f"hw_{name}", properties.get(f"hw_{name}"))):
            if value is not None and str(value).lower() not in harmless:
                raise exception.UnsupportedFeature(feature=f"{key}={value}")
    for key in _FLAVOR_ONLY:
        if extra_specs.get(key):
            raise exception.UnsupportedFeature(feature=key)
    for key, value in extra_specs.items():
        namespace, _, resource = key.partition(":")
        if namespace.startswith("resources") and resource in _RESOURCES and str(value) != "0":
            raise exception.UnsupportedFeature(feature=key)
    _refuse_secure_boot(extra_specs, properties)


def _refuse_secure_boot(extra_specs: Mapping[str, str], properties: Mapping[str, str | None]) -> None:
    wanted = extra_specs.get("os:secure_boot") or properties.get("os_secure_boot")
    if wanted == "required":
        raise exception.UnsupportedFeature(feature="os:secure_boot=required")


def flag(value: str | bool | None, default: bool = False) -> bool:
    """A boolean-like extra spec or image property."""
    return bool(strutils.bool_from_string(value, default=default)) if value is not None else default
