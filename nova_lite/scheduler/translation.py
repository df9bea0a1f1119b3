# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Amounts and traits that extra specs and image properties stand for, beside memory, disk and plain CPUs.

Pure functions: pinned CPUs, firmware, TPM, memory encryption, address width, persistent memory.
"""

from collections import Counter
from dataclasses import dataclass

import os_traits

from nova_lite.hardware import cpu_sets
from nova_lite.hardware.wishes import Wishes
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


def cpus(spec: RequestSpec) -> Cpus:
    """How the flavor's CPUs divide. Raises InvalidInput for a mask that is no CPU set."""
    wishes, vcpus = Wishes.of(spec.flavor, spec.image), spec.flavor.vcpus
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
    wishes = Wishes.of(spec.flavor, spec.image)
    found: Resources = {}
    if wishes.on("mem_encryption"):
        found["MEM_ENCRYPTION_CONTEXT"] = 1
    labels = [label for label in wishes.extra_specs.get("hw:pmem", "").split(",") if label]
    for label, count in Counter(labels).items():
        found[f"CUSTOM_PMEM_NAMESPACE_{label.upper()}"] = count
    return found


def required_traits(spec: RequestSpec) -> set[str]:
    """Traits that the server's host must have."""
    wishes = Wishes.of(spec.flavor, spec.image)
    found = {traits[value] for name, traits in _BY_VALUE.items() if (value := wishes.text(name) or "") in traits}
    if (wishes.extra_specs.get("os:secure_boot") or wishes.properties.get("os_secure_boot")) == "required":
        found.add(SECURE_BOOT)
    if wishes.on("firmware_stateless"):
        found.add("COMPUTE_SECURITY_STATELESS_FIRMWARE")
    if wishes.on("mem_encryption"):
        model = wishes.text("mem_encryption_model") or "amd-sev"
        found.add(_ENCRYPTION_TRAITS.get(model, f"HW_CPU_X86_{model.upper().replace('-', '_')}"))
    return found
