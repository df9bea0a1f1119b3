# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Server groups show the servers that still exist."""

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.db.api import instance_mappings
from nova_lite.db.api import server_groups as query
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main import services
from nova_lite.operations import server_groups
from tests.unit.control_plane import PROJECT, Plane, an_instance


def test_members_that_are_gone_are_not_shown(plane: Plane) -> None:
    group = server_groups.create(plane.member, "g", "affinity", {})
    here, gone = plane.add(an_instance(1)), plane.add(an_instance(2))
    with api_database().writer() as session:
        query.add_members(session, group.row.uuid, [here.uuid, gone.uuid, "never-was"])
        instance_mappings.queue_for_delete(session, gone.uuid)
    assert server_groups.members(server_groups.get(plane.member, group.row.uuid)) == [here.uuid]
    assert [members for _, members in server_groups.listed(PROJECT, 10, 0)] == [[here.uuid]]
    server_groups.delete(group)
    with pytest.raises(exception.InstanceGroupNotFound):
        server_groups.get(plane.member, group.row.uuid)


def test_rules_and_quota(plane: Plane) -> None:
    with pytest.raises(exception.Invalid, match="Only anti-affinity"):
        server_groups.create(plane.member, "g", "affinity", {"max_server_per_host": 2})
    made = server_groups.create(plane.member, "g", "anti-affinity", {"max_server_per_host": 2})
    assert made.rules == {"max_server_per_host": 2}
    CONF.set_override("server_groups", 1, "quota")
    try:
        with pytest.raises(exception.OverQuota):
            server_groups.create(plane.member, "h", "affinity", {})
    finally:
        CONF.clear_override("server_groups", "quota")


@pytest.mark.parametrize(
    ("version", "most", "allowed"), [(32, 2, False), (32, 1, True), (33, 2, True), (None, 2, True)]
)
def test_rules_need_computes_that_know_them(plane: Plane, version: int | None, most: int, allowed: bool) -> None:
    plane.add_compute()
    with cell_database().writer() as session:
        if version is None:
            services.destroy(session, services.listed(session)[0].id)
        else:
            services.save(session, services.listed(session)[0].id, {"version": version})
    if allowed:
        assert server_groups.create(plane.member, "g", "anti-affinity", {"max_server_per_host": most}).rules
        return
    with pytest.raises(exception.Conflict, match="newer compute services"):
        server_groups.create(plane.member, "g", "anti-affinity", {"max_server_per_host": most})
    assert server_groups.listed(PROJECT, 10, 0) == []
