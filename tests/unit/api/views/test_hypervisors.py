# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Fields of hypervisors by version."""

from nova_lite.api.views import hypervisors
from nova_lite.db.main.models import ComputeNode, Service
from nova_lite.operations.hypervisors import Hypervisor, Resident
from tests.unit.api.views.requests import CONTEXT, at

FOUND = Hypervisor(
    CONTEXT,
    ComputeNode(id=1, uuid="n", hypervisor_hostname="h", cpu_info="", host_ip=None),
    Service(id=2, uuid="s", host="h", forced_down=True),
)


def test_servers_are_shown_when_asked_for() -> None:
    assert "servers" not in hypervisors.brief(at(75), FOUND)
    assert "servers" not in hypervisors.brief(at(74), FOUND, [])
    assert hypervisors.brief(at(75), FOUND, [])["servers"] == []
    assert hypervisors.brief(at(53), FOUND, [Resident("u", "x")])["servers"] == [{"name": "x", "uuid": "u"}]


def test_numbers_go_and_uptime_comes_with_2_88() -> None:
    old, new = hypervisors.full(at(87), FOUND), hypervisors.full(at(88), FOUND, None, "long")
    assert set(old) - set(new) == {*hypervisors.NUMBERS, "cpu_info"}
    assert set(new) - set(old) == {"uptime"} and new["uptime"] == "long"
    assert old["cpu_info"] == {} and old["state"] == "down"


def test_ids() -> None:
    assert (hypervisors.full(at(52), FOUND)["id"], hypervisors.full(at(52), FOUND)["service"]["id"]) == (1, 2)
    assert (hypervisors.full(at(53), FOUND)["id"], hypervisors.full(at(53), FOUND)["service"]["id"]) == ("n", "s")
