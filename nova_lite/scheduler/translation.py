# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Amounts and traits that extra specs and image properties stand for, beside memory, disk and plain CPUs.

Pure functions: pinned CPUs, firmware, TPM, memory encryption, address width, persistent memory.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import os_traits
from oslo_utils import strutils

from nova_lite.hardware import cpu_sets
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.placement.model import Resources

HYPERTHREADING = os_traits.HW_CPU_HYPERTHREADING
SECURE_BOOT = os_traits.COMPUTE_SECURITY_UEFI_SECURE_BOOT
_BY_VALUE: dict[str, dict[str, str]] = {
    "tpm_model": {"tpm-tis": "COMPUTE_SECURITY_TPM_TIS", "tpm-crb": "COMPUTE_SECURITY_TPM_CRB"},
    "tpm_version": {"1.2": "COMPUTE_SECURITY_TPM_1_2", "2.0": "COMPUTE_SECURITY_TPM_2_0"},
    "maxphysaddr_mode": {
        "passthrough": "COMPUTE_ADDRESS_SPACE_PASSTHROUGH",
        "emulate": "COMPUTE_ADDRESS_SPACE_EMULATED",
    },
    "pci_numa_affinity_policy": {"socket": "COMPUTE_SOCKET_PCI_NUMA_AFFINITY"},
}
_ENCRYPTION_TRAITS = {"amd-sev": os_traits.HW_CPU_X86_AMD_SEV, "amd-sev-es": "HW_CPU_X86_AMD_SEV_ES"}


@dataclass(frozen=True, slots=True)
class Cpus:
    """Shared and pinned CPUs of a server, and whether its host must have (True) or lack (False) SMT; None: either."""

    shared: int
    pinned: int = 0
    threads: bool | None = None


class Wishes:
    """Extra specs of the flavor and properties of the image, read by the part of the name that they share."""

    def __init__(self, spec: RequestSpec) -> None:
        self.extra_specs: Mapping[str, str] = spec.flavor.extra_specs or {}
        self.properties: Mapping[str, str | None] = spec.image.properties if spec.image else {}

    def text(self, name: str) -> str | None:
        """The flavor's value of hw:<name>, else the image's of hw_<name>."""
        return self.extra_specs.get(f"hw:{name}") or self.properties.get(f"hw_{name}")

    def on(self, name: str) -> bool:
        """A value that is a kind of yes."""
        return bool(strutils.bool_from_string(self.text(name) or ""))


def cpus(spec: RequestSpec) -> Cpus:
    """How the flavor's CPUs divide. Raises InvalidInput for a mask that is no CPU set."""
    wishes, vcpus = Wishes(spec), spec.flavor.vcpus
    policy = wishes.text("cpu_policy")
    if policy == "dedicated":
        pinned = vcpus
    elif policy == "mixed":
        mask = wishes.extra_specs.get("hw:cpu_dedicated_mask") or wishes.text("cpu_realtime_mask")
        pinned = len(cpu_sets.parse(mask or "", vcpus))
    else:
        return Cpus(vcpus)
    extra = 1 if wishes.extra_specs.get("hw:emulator_threads_policy") == "isolate" else 0
    threads = {"require": True, "isolate": False}.get(wishes.text("cpu_thread_policy") or "")
    return Cpus(vcpus - pinned, pinned + extra, threads)


def special_resources(spec: RequestSpec) -> Resources:
    """Contexts of memory encryption, and namespaces of persistent memory by label."""
    wishes = Wishes(spec)
    found: Resources = {}
    if wishes.on("mem_encryption"):
        found["MEM_ENCRYPTION_CONTEXT"] = 1
    labels = [label for label in wishes.extra_specs.get("hw:pmem", "").split(",") if label]
    for label, count in Counter(labels).items():
        found[f"CUSTOM_PMEM_NAMESPACE_{label.upper()}"] = count
    return found


def required_traits(spec: RequestSpec) -> set[str]:
    """Traits that the server's host must have."""
    wishes = Wishes(spec)
    found = {traits[value] for name, traits in _BY_VALUE.items() if (value := wishes.text(name) or "") in traits}
    if (wishes.extra_specs.get("os:secure_boot") or wishes.properties.get("os_secure_boot")) == "required":
        found.add(SECURE_BOOT)
    if wishes.on("firmware_stateless"):
        found.add("COMPUTE_SECURITY_STATELESS_FIRMWARE")
    if wishes.on("mem_encryption"):
        model = wishes.text("mem_encryption_model") or "amd-sev"
        found.add(_ENCRYPTION_TRAITS.get(model, f"HW_CPU_X86_{model.upper().replace('-', '_')}"))
    return found
