# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""From a request spec to the placement query."""

from nova_lite.scheduler.resources import candidate_request, server_resources
from tests.unit.scheduler.builders import a_spec


def test_plain_flavor() -> None:
    assert server_resources(a_spec()) == {"VCPU": 1, "MEMORY_MB": 512, "DISK_GB": 5}


def test_a_volume_backed_server_needs_no_root_disk() -> None:
    assert server_resources(a_spec(is_bfv=True))["DISK_GB"] == 3


def test_overrides_traits_and_groups() -> None:
    spec = a_spec(
        {
            "resources:VCPU": "0",
            "resources:CUSTOM_GOLD": "2",
            "trait:HW_CPU_X86_AVX": "required",
            "trait:CUSTOM_SLOW": "forbidden",
            "resources1:VGPU": "1",
            "trait1:CUSTOM_GPU": "required",
            "group_policy": "isolate",
        },
        {"trait:CUSTOM_IMAGE": "required"},
    )
    request = candidate_request(spec, None, 1000)
    assert request.group.resources == {"MEMORY_MB": 512, "DISK_GB": 5, "CUSTOM_GOLD": 2}
    assert request.group.required_traits == {"HW_CPU_X86_AVX", "CUSTOM_IMAGE"}
    assert request.group.forbidden_traits == {"CUSTOM_SLOW"}
    assert request.granular["1"].resources == {"VGPU": 1}
    assert request.granular["1"].required_traits == {"CUSTOM_GPU"}
    assert request.group_policy == "isolate"


def test_conditions_of_the_prefilters_travel_along() -> None:
    spec = a_spec(member_of=[["a", "b"]], root_forbidden_traits=["COMPUTE_STATUS_DISABLED"])
    query = candidate_request(spec, "node", None).query()
    assert "member_of=in%3Aa%2Cb" in query
    assert "root_required=%21COMPUTE_STATUS_DISABLED" in query
    assert "in_tree=node" in query
