# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Wishes that this release refuses."""

import pytest

from nova_lite import exception
from nova_lite.hardware.unsupported import flag, refuse


@pytest.mark.parametrize(
    ("specs", "properties", "named"),
    [
        ({"hw:cpu_policy": "dedicated"}, {}, "hw:cpu_policy"),
        ({}, {"hw_cpu_policy": "mixed"}, "hw_cpu_policy"),
        ({"hw:numa_nodes": "2"}, {}, "hw:numa_nodes"),
        ({"hw:mem_page_size": "large"}, {}, "hw:mem_page_size"),
        ({"pci_passthrough:alias": "a1:2"}, {}, "pci_passthrough:alias"),
        ({"resources:VGPU": "1"}, {}, "resources:VGPU"),
        ({"resources2:PCPU": "1"}, {}, "resources2:PCPU"),
        ({"hw:mem_encryption": "True"}, {}, "hw:mem_encryption"),
        ({}, {"hw_tpm_version": "2.0"}, "hw_tpm_version"),
        ({"os:secure_boot": "required"}, {}, "os:secure_boot"),
    ],
)
def test_refused(specs: dict[str, str], properties: dict[str, str | None], named: str) -> None:
    with pytest.raises(exception.UnsupportedFeature, match=named):
        refuse(specs, properties)


def test_plain_wishes_pass() -> None:
    specs = {
        "hw:cpu_policy": "shared",
        "hw:mem_encryption": "false",
        "resources:VCPU": "4",
        "resources:VGPU": "0",
        "hw:cpu_sockets": "2",
        "os:secure_boot": "disabled",
    }
    assert refuse(specs, {"hw_vif_model": "virtio", "os_secure_boot": "optional"}) is None


@pytest.mark.parametrize(
    ("value", "default", "expected"), [("yes", False, True), (None, True, True), ("0", True, False)]
)
def test_flag(value: str | None, default: bool, expected: bool) -> None:
    assert flag(value, default) is expected
