# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Where a new server may go."""

import pytest

from nova_lite import exception
from nova_lite.api.servers import placing
from nova_lite.db.engine import cell_database
from nova_lite.db.main import compute_nodes
from tests.unit.api.views.requests import at
from tests.unit.control_plane import Plane


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (None, None, None)),
        ("z", ("z", None, None)),
        ("z:h", ("z", "h", None)),
        ("z:h:n", ("z", "h", "n")),
        ("z::n", ("z", None, "n")),
    ],
)
def test_forms(text: str, expected: tuple[str | None, ...]) -> None:
    assert placing.parse(text) == expected


def test_too_many_colons() -> None:
    with pytest.raises(exception.InvalidInput):
        placing.parse("a:b:c:d")


def test_zones_and_forced_hosts(plane: Plane) -> None:
    plane.add_compute()
    request = at(104)
    request.context = plane.member
    assert placing.wanted(request, {"availability_zone": "nova"})["zone"] == "nova"
    with pytest.raises(exception.InvalidInput, match="availability zone is not available"):
        placing.wanted(request, {"availability_zone": "mars"})
    with pytest.raises(exception.PolicyNotAuthorized):
        placing.wanted(request, {"availability_zone": "nova:host1"})
    request.context = plane.admin
    found = placing.wanted(request, {"availability_zone": "mars:host1:node1"})
    assert (found["zone"], found["forced_host"], found["forced_node"]) == (None, "host1", "node1")


def test_requested_hosts_must_exist_and_go_alone(plane: Plane) -> None:
    request = at(104)
    request.context = plane.admin
    with pytest.raises(exception.InvalidInput, match="could not be found"):
        placing.wanted(request, {"host": "host1"})
    columns = dict.fromkeys(
        ("vcpus", "memory_mb", "local_gb", "vcpus_used", "memory_mb_used", "local_gb_used", "hypervisor_version"), 1
    )
    with cell_database().writer() as session:
        values = {**columns, "host": "host1", "hypervisor_hostname": "n", "hypervisor_type": "QEMU", "cpu_info": ""}
        compute_nodes.save(session, "22222222-2222-4222-8222-222222222222", values)
    assert placing.wanted(request, {"host": "host1"})["host"] == "host1"
    with pytest.raises(exception.InvalidInput):
        placing.wanted(request, {"host": "host1", "availability_zone": "nova:host1"})
