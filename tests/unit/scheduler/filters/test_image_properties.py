# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ImagePropertiesFilter."""

import pytest

from nova_lite.scheduler.filters.image_properties import ImagePropertiesFilter
from tests.unit.scheduler.builders import a_host, a_spec

CPU = '{"maxphysaddr": {"mode": "emulate", "bits": 46}}'
X86 = [["x86_64", "kvm", "hvm"], ["i686", "qemu", "hvm"]]


@pytest.mark.parametrize(
    ("properties", "passes"),
    [
        ({}, True),
        ({"hw_architecture": "x86_64"}, True),
        ({"hw_architecture": "aarch64"}, False),
        ({"hw_architecture": "i686", "img_hv_type": "kvm"}, False),
        ({"hw_vm_mode": "hvm"}, True),
        ({"img_hv_requested_version": ">=6.0,<8"}, True),
        ({"img_hv_requested_version": "<7.0"}, False),
        ({"img_hv_requested_version": "nonsense"}, False),
        ({"hw_maxphysaddr_bits": "46"}, True),
        ({"hw_maxphysaddr_bits": "48"}, False),
    ],
)
def test_property(properties: dict[str, str], passes: bool) -> None:
    host = a_host(supported_instances=X86, hypervisor_version=7_002_000, cpu_info=CPU)
    assert (ImagePropertiesFilter().rejects(host, a_spec(properties=properties)) is None) is passes
