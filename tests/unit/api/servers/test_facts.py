# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What views of servers need besides the records."""

from nova_lite.api.servers import facts
from nova_lite.db.main.models import InstanceFault
from nova_lite.operations import find
from nova_lite.operations.lists import Page
from tests.unit.api.servers.client import added, mine
from tests.unit.api.views.requests import at
from tests.unit.control_plane import Plane


def test_host_states(plane: Plane) -> None:
    plane.add_compute("up")
    plane.add_compute("down", up=False)
    request = at(104)
    request.context = plane.admin
    for host, word in (("up", "UP"), ("down", "DOWN"), (None, "")):
        number = {"up": 1, "down": 2, None: 3}[host]
        server = find.server(plane.admin, added(plane, number, host=host))
        assert facts.of_one(request, server).host_state == word


def test_ordinary_callers_do_not_see_hosts(plane: Plane) -> None:
    request = at(104)
    request.context = plane.member
    found = facts.of_one(request, find.server(plane.member, added(plane, project_id="project")))
    assert found.host_state is None and not found.attributes and found.flavor_specs


def test_specs_and_faults_come_for_many_servers_at_once(plane: Plane) -> None:
    uuids = [added(plane, number) for number in (1, 2)]
    page = Page(servers=[plane.stored(uuid) for uuid in uuids], faults={uuids[0]: InstanceFault(code=500)})
    request = at(104)
    request.context = plane.member
    found = facts.of_many(request, page)
    assert found[uuids[0]].fault.code == 500 and found[uuids[1]].fault is None
    assert found[uuids[1]].spec == {"hints": {}, "zone": None}


def test_servers_without_ports_have_no_groups(plane: Plane) -> None:
    request = at(1)
    found = facts.of_many(request, Page(servers=[mine(security_groups=["web"])]))
    assert [one.groups for one in found.values()] == [[]]
