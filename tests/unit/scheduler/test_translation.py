# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Extra specs and image properties as amounts and traits."""

import pytest

from nova_lite.scheduler import translation
from nova_lite.scheduler.translation import Cpus
from tests.unit.scheduler.builders import a_spec


@pytest.mark.parametrize(
    ("extra_specs", "properties", "found"),
    [
        ({}, {}, Cpus(4)),
        ({"hw:cpu_policy": "dedicated"}, {}, Cpus(0, 4)),
        ({"hw:cpu_policy": "dedicated"}, {"hw_cpu_policy": "shared"}, Cpus(0, 4)),
        ({}, {"hw_cpu_policy": "dedicated", "hw_cpu_thread_policy": "isolate"}, Cpus(0, 4, False)),
        ({"hw:cpu_policy": "mixed", "hw:cpu_dedicated_mask": "1-2"}, {}, Cpus(2, 2)),
        ({"hw:cpu_policy": "mixed", "hw:cpu_realtime_mask": "^0"}, {}, Cpus(1, 3)),
        ({"hw:cpu_policy": "dedicated", "hw:emulator_threads_policy": "isolate"}, {}, Cpus(0, 5)),
        ({"hw:cpu_policy": "dedicated", "hw:cpu_thread_policy": "require"}, {}, Cpus(0, 4, True)),
        ({"hw:cpu_thread_policy": "require"}, {}, Cpus(4)),
    ],
)
def test_cpus(extra_specs: dict[str, str], properties: dict[str, str], found: Cpus) -> None:
    spec = a_spec(extra_specs, properties)
    spec.flavor.vcpus = 4
    assert translation.cpus(spec) == found


def test_special_resources() -> None:
    assert translation.special_resources(a_spec()) == {}
    spec = a_spec({"hw:mem_encryption": "true", "hw:pmem": "6GB,6GB,SMALL"})
    assert translation.special_resources(spec) == {
        "MEM_ENCRYPTION_CONTEXT": 1,
        "CUSTOM_PMEM_NAMESPACE_6GB": 2,
        "CUSTOM_PMEM_NAMESPACE_SMALL": 1,
    }


@pytest.mark.parametrize(
    ("extra_specs", "properties", "found"),
    [
        ({}, {}, set()),
        ({"os:secure_boot": "required"}, {}, {"COMPUTE_SECURITY_UEFI_SECURE_BOOT"}),
        ({"os:secure_boot": "disabled"}, {"os_secure_boot": "required"}, set()),
        ({}, {"os_secure_boot": "optional"}, set()),
        (
            {"hw:tpm_model": "tpm-crb", "hw:tpm_version": "2.0"},
            {},
            {"COMPUTE_SECURITY_TPM_CRB", "COMPUTE_SECURITY_TPM_2_0"},
        ),
        ({"hw:maxphysaddr_mode": "emulate"}, {}, {"COMPUTE_ADDRESS_SPACE_EMULATED"}),
        ({}, {"hw_firmware_stateless": "yes"}, {"COMPUTE_SECURITY_STATELESS_FIRMWARE"}),
        ({"hw:pci_numa_affinity_policy": "socket"}, {}, {"COMPUTE_SOCKET_PCI_NUMA_AFFINITY"}),
        ({"hw:mem_encryption": "1"}, {"hw_mem_encryption_model": "amd-sev-es"}, {"HW_CPU_X86_AMD_SEV_ES"}),
    ],
)
def test_traits(extra_specs: dict[str, str], properties: dict[str, str], found: set[str]) -> None:
    assert translation.required_traits(a_spec(extra_specs, properties)) == found
