# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers of cells that do not answer."""

import datetime

from nova_lite.api.views import hidden_servers
from nova_lite.objects.instance import Instance
from nova_lite.operations.down_cells import HiddenServer
from tests.unit.api.views.requests import at
from tests.unit.control_plane import a_flavor

UUID = "44444444-4444-4444-8444-444444444444"
SERVER = Instance(uuid=UUID, project_id="p", power_state=0, created_at=datetime.datetime(2026, 1, 2, 3, 4, 5))


def test_lists_have_few_keys() -> None:
    assert set(hidden_servers.brief(at(69), SERVER)) == {"id", "status", "links"}
    found = hidden_servers.detail(at(69), SERVER)
    assert set(found) == {"id", "status", "tenant_id", "created", "links"}
    assert (found["status"], found["tenant_id"], found["created"]) == ("UNKNOWN", "p", "2026-01-02T03:04:05Z")


def test_show_has_what_was_asked_for() -> None:
    whole = SERVER.copy(flavor=a_flavor(), image_ref="i")
    found = hidden_servers.shown(at(71), HiddenServer(whole, ["g"]), True)
    assert found["flavor"]["original_name"] == "m1.nano" and found["image"]["id"] == "i"
    assert (found["user_id"], found["OS-EXT-AZ:availability_zone"]) == ("UNKNOWN", "UNKNOWN")
    assert (found["OS-EXT-STS:power_state"], found["server_groups"]) == (0, ["g"])
    assert "server_groups" not in hidden_servers.shown(at(70), HiddenServer(whole), True)
    assert "name" not in found


def test_extra_specs_are_for_those_who_may_see_them() -> None:
    whole = SERVER.copy(flavor=a_flavor(extra_specs={"hw:a": "1"}))
    assert hidden_servers.shown(at(71), HiddenServer(whole), True)["flavor"]["extra_specs"] == {"hw:a": "1"}
    assert "extra_specs" not in hidden_servers.shown(at(71), HiddenServer(whole), False)["flavor"]
