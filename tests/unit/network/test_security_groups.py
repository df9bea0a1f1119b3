# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Names to ids, and groups of many servers in a fixed number of requests."""

import pytest

from nova_lite import exception
from nova_lite.network import security_groups
from tests.unit.network.conftest import Net


def test_default_alone_costs_nothing(net: Net) -> None:
    assert security_groups.resolve(net.context(), ["default"], net.project_id) == []
    assert security_groups.resolve(net.context(), [], net.project_id) == []
    assert net.neutron.total() == 0


def test_names_and_ids_without_repetition(net: Net) -> None:
    web = net.neutron.add_security_group("web", net.project_id)
    found = security_groups.resolve(net.context(), ["web", web["id"], "default"], net.project_id)
    default = net.neutron.default_group(net.project_id)
    assert found == [web["id"], default["id"]]
    assert net.neutron.total() == 1


def test_unknown_foreign_and_ambiguous_names(net: Net) -> None:
    net.neutron.add_security_group("theirs", "others")
    for _ in range(2):
        net.neutron.add_security_group("twin", net.project_id)
    for name in ("nope", "theirs"):
        with pytest.raises(exception.SecurityGroupNotFound, match=name):
            security_groups.resolve(net.context(), [name], net.project_id)
    with pytest.raises(exception.NoUniqueMatch, match="twin"):
        security_groups.resolve(net.context(), ["twin"], net.project_id)


def test_resolved_ids_are_trusted(net: Net) -> None:
    web = net.neutron.add_security_group("web", net.project_id)
    assert security_groups.ids_of(net.context(), [web["id"]], net.project_id) == [web["id"]]
    assert net.neutron.total() == 0
    assert security_groups.ids_of(net.context(), ["web"], net.project_id) == [web["id"]]


def test_groups_of_many_servers_in_two_requests(net: Net) -> None:
    web = net.neutron.add_security_group("web", net.project_id)
    for number in range(20):
        net.neutron.add_port(net.private, device_id=f"server-{number}", security_groups=[web["id"]])
    net.neutron.add_port(net.second, device_id="server-0")
    servers = [f"server-{number}" for number in range(21)]
    found = security_groups.by_server(net.context(), servers)
    assert net.neutron.total() == 2
    assert sorted(one.name for one in found["server-0"]) == ["default", "web"]
    assert [one.name for one in found["server-19"]] == ["web"]
    assert "server-20" not in found


def test_long_lists_ask_for_the_project_and_then_for_what_is_missing(net: Net) -> None:
    net.neutron.add_port(net.private, device_id="server-0")
    net.neutron.add_port(net.private, device_id="elsewhere")
    servers = [f"server-{number}" for number in range(151)]
    full = set()
    for server in servers[1:]:
        full.add(net.neutron.add_port(net.second, device_id=server)["device_id"])
    found = security_groups.by_server(net.context(), servers, project_id=net.project_id)
    assert net.neutron.total() == 2 and set(found) == {"server-0", *full}
    net.neutron.reset_counts()
    found = security_groups.by_server(net.context(), [*servers, "portless"], project_id=net.project_id)
    assert net.neutron.total() == 3 and "portless" not in found


def test_detailed_records_carry_description_and_project(net: Net) -> None:
    net.neutron.add_port(net.private, device_id="server")
    (group,) = security_groups.by_server(net.context(), ["server"], detailed=True)["server"]
    assert (group.description, group.project_id) == ("default", net.project_id)


def test_no_servers_no_request(net: Net) -> None:
    assert security_groups.by_server(net.context(), []) == {}
    assert security_groups.by_server(net.context(), ["without-ports"]) == {}
