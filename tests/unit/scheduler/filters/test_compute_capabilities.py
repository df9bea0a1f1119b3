# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ComputeCapabilitiesFilter."""

import pytest

from nova_lite.scheduler.filters.compute_capabilities import ComputeCapabilitiesFilter
from tests.unit.scheduler.builders import a_host, a_spec

CPU = '{"arch": "x86_64", "topology": {"cores": 4}}'


@pytest.mark.parametrize(
    ("key", "value", "passes"),
    [
        ("capabilities:cpu_info:arch", "x86_64", True),
        ("capabilities:cpu_info:arch", "aarch64", False),
        ("capabilities:cpu_info:topology:cores", ">= 4", True),
        ("capabilities:unknown", "x", False),
        ("hypervisor_type", "QEMU", True),
        ("hypervisor_type", "other", False),
        ("rack", "r2", False),
        ("not_a_field", "x", True),
        ("hw:cpu_policy", "dedicated", True),
    ],
)
def test_extra_spec(key: str, value: str, passes: bool) -> None:
    host = a_host(cpu_info=CPU, hypervisor_type="QEMU", stats={"rack": "r1"})
    reason = ComputeCapabilitiesFilter().rejects(host, a_spec({key: value}))
    assert (reason is None) is passes
    assert passes or key in str(reason)


def test_a_path_into_text_that_is_no_json_rejects() -> None:
    host = a_host(cpu_info="not json")
    assert ComputeCapabilitiesFilter().rejects(host, a_spec({"capabilities:cpu_info:arch": "x"})) is not None
