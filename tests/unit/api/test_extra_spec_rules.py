# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which extra specs are right from 2.86 on."""

import pytest

from nova_lite import exception
from nova_lite.api import extra_spec_rules

GOOD = [
    ("hw:cpu_policy", "dedicated"),
    ("hw:numa_cpus.0", "0-3,^2"),
    ("hw:mem_page_size", "2MB"),
    ("hw:boot_menu", "Yes"),
    ("resources:VCPU", "2"),
    ("resources_a:CUSTOM_GOLD", "1"),
    ("trait1:HW_CPU_X86_AVX", "required"),
    ("quota:disk_read_iops_sec", "100"),
    ("quota:cpu_quota", "-1"),
    ("aggregate_instance_extra_specs:ssd", "true"),
    ("pci_passthrough:alias", "gpu:1, nic:2"),
    ("capabilities:cpu_info:arch", "x86_64"),
    ("capabilities:vcpus", ">= 8"),
    ("anything", "at all"),
    ("foreign:key", "x"),
]
BAD = [
    ("hw:cpu_policy", "never"),
    ("hw:cpu_cores", "0"),
    ("hw:unknown", "1"),
    ("hw:maxphysaddr_mode", "passthrough"),
    ("hw:numa_nodes", "two"),
    ("hw:redirected_usb_ports", "16"),
    ("resources:NOTHING", "1"),
    ("resources:VCPU", "many"),
    ("trait:HW_CPU_X86_AVX", "maybe"),
    ("quota:cpu_shares_level", "extreme"),
    ("hw:boot_menu", "perhaps"),
    ("capabilities:vcpus:more", "8"),
    ("capabilities:colour", "red"),
]


@pytest.mark.parametrize(("key", "value"), GOOD)
def test_right(key: str, value: str) -> None:
    assert extra_spec_rules.check(key, value) is None


@pytest.mark.parametrize(("key", "value"), BAD)
def test_wrong(key: str, value: str) -> None:
    with pytest.raises(exception.ValidationError, match=key):
        extra_spec_rules.check(key, value)
