# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Traits from what libvirt says."""

import os_traits
import pytest

from nova_lite.virt.libvirt import traits
from nova_lite.virt.libvirt.capabilities import DomainCapabilities, GuestKind


def test_every_cpu_trait_is_a_standard_one() -> None:
    names = {*traits.CPU_FEATURES.values(), *traits._ALSO.values()}
    assert sorted(name for name in names if not hasattr(os_traits, name)) == []


@pytest.mark.parametrize(
    ("features", "threads", "expected"),
    [
        (["aes", "unheard-of"], 1, {"HW_CPU_X86_AESNI"}),
        (["vmx"], 2, {"HW_CPU_X86_VMX", "HW_CPU_X86_INTEL_VMX", "HW_CPU_HYPERTHREADING"}),
        (["pni", "sse4.2"], 1, {"HW_CPU_X86_SSE3", "HW_CPU_X86_SSE42"}),
        ([], 1, set()),
    ],
)
def test_of_cpu(features: list[str], threads: int, expected: set[str]) -> None:
    assert traits.of_cpu(features, threads) == expected


def test_of_domain() -> None:
    known = DomainCapabilities(
        disk_buses=frozenset({"virtio", "nvme9"}), video_models=frozenset({"vga"}), firmwares=frozenset({"efi"})
    )
    found = traits.of_domain(known, [GuestKind("x86_64", "kvm", "hvm")])
    assert {
        "COMPUTE_STORAGE_BUS_VIRTIO",
        "COMPUTE_GRAPHICS_MODEL_VGA",
        "COMPUTE_FIRMWARE_UEFI",
        "COMPUTE_FIRMWARE_BIOS",
        "COMPUTE_ARCH_X86_64",
        "COMPUTE_NET_VIF_MODEL_SPAPR_VLAN",
        "COMPUTE_NODE",
    } <= found
    assert all(hasattr(os_traits, name) for name in found)
