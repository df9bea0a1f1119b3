# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a host has."""

import json
from pathlib import Path
from typing import Any

import pytest

from nova_lite import exception
from nova_lite.virt import capabilities as flags
from nova_lite.virt.libvirt import errors, resources
from nova_lite.virt.libvirt.capabilities import (
    DomainCapabilities,
    GuestKind,
    HostCapabilities,
    HostCpu,
)

KNOWN = HostCapabilities(
    "uuid",
    HostCpu("x86_64", "EPYC", "AMD", 1, 4, 2, 1, frozenset({"aes"})),
    (GuestKind("x86_64", "kvm", "hvm"), GuestKind("i686", "kvm", "hvm"), GuestKind("x86_64", "kvm", "hvm")),
)
MODEL = '<cpu><model>EPYC</model><feature name="avx"/></cpu>'


class OneGuest:
    """A running guest."""

    def vcpus(self) -> int:
        return 3


class FixedHost:
    """A host that never changes; `expands` says whether libvirt can tell a model's features."""

    def __init__(self, model: str | None = MODEL, expands: bool = True) -> None:
        self.model = model
        self.expands = expands

    def capabilities(self) -> HostCapabilities:
        return KNOWN

    def domain_capabilities(self, arch: str, machine: str | None) -> DomainCapabilities:
        return DomainCapabilities(host_model=self.model)

    def expanded_features(self, xml: str) -> frozenset[str]:
        if not self.expands:
            raise errors.HypervisorError("cannot")
        return frozenset({"avx", "avx2"} if xml == self.model else {"mmx"})

    def guests(self, only_running: bool) -> list[OneGuest]:
        return [OneGuest()] if only_running else []

    def hostname(self) -> str:
        return "node.example"

    def memory_mb(self) -> int:
        return 10**9

    def online_cpus(self) -> int:
        return 8

    def hypervisor_type(self) -> str:
        return "QEMU"

    def hypervisor_version(self) -> int:
        return 7_002_022


def collect(**values: Any) -> Any:
    host: Any = FixedHost(**values)
    return resources.collect(host, flags.flags("supports_image_type_raw", "supports_image_type_vmdk"))


def test_collect(folder: Path, option: Any) -> None:
    option("image_type_exclude_list", ["vmdk"], "compute")
    found = collect()
    assert (found.hypervisor_hostname, found.hypervisor_type, found.vcpus, found.vcpus_used) == (
        "node.example",
        "QEMU",
        8,
        3,
    )
    assert found.supported_instances == (("x86_64", "kvm", "hvm"), ("i686", "kvm", "hvm"))
    assert json.loads(found.cpu_info)["topology"] == {"cells": 1, "sockets": 1, "cores": 4, "threads": 2}
    assert {"COMPUTE_IMAGE_TYPE_RAW", "HW_CPU_X86_AVX2", "HW_CPU_HYPERTHREADING"} <= found.traits
    assert "COMPUTE_IMAGE_TYPE_VMDK" not in found.traits
    assert found.local_gb > 0
    assert found.disk_available_least is not None and found.disk_available_least <= found.local_gb
    assert found.memory_mb_used > 0


@pytest.mark.parametrize(
    ("mode", "values", "expected"),
    [
        (None, {}, {"avx", "avx2"}),
        ("custom", {}, {"mmx"}),
        ("none", {}, set()),
        (None, {"model": None}, {"aes"}),
        (None, {"expands": False}, {"avx"}),
    ],
)
def test_cpu_features_of_guests(mode: str | None, values: dict[str, Any], expected: set[str], option: Any) -> None:
    option("cpu_mode", mode, "libvirt")
    option("cpu_models", ["qemu64"] if mode == "custom" else [], "libvirt")
    host: Any = FixedHost(**values)
    assert resources.guest_cpu_features(host, KNOWN, host.domain_capabilities("x86_64", "pc")) == expected


def test_shared_cpus(option: Any) -> None:
    option("cpu_shared_set", "0-3,^2", "compute")
    host: Any = FixedHost()
    assert resources.guest_cpus(host) == 3


@pytest.mark.parametrize(
    ("text", "expected"), [("0", {0}), ("1-3", {1, 2, 3}), ("0-4,^1-2, 9", {0, 3, 4, 9}), ("^3,2-4", {2, 4})]
)
def test_cpu_sets(text: str, expected: set[int]) -> None:
    assert resources.parse_cpu_set(text) == expected


@pytest.mark.parametrize("text", ["x", "3,^3", "^1"])
def test_bad_cpu_sets(text: str) -> None:
    with pytest.raises(exception.ConfigInvalid):
        resources.parse_cpu_set(text)


def test_available_memory(tmp_path: Path) -> None:
    (tmp_path / "meminfo").write_text("MemTotal: 9 kB\nMemFree: 2048 kB\nBuffers: 1024 kB\nCached: 1024 kB\n")
    assert resources.available_memory_mb(str(tmp_path / "meminfo")) == 4
