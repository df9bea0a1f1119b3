# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Security groups of a server."""

import pytest

from nova_lite.api.servers import security_groups
from nova_lite.network.records import GroupRecord
from tests.unit.api.calls import Client
from tests.unit.api.servers.client import added
from tests.unit.control_plane import Plane


def test_groups_in_order(plane: Plane, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    uuid = added(plane)
    rule = {"id": "r", "direction": "ingress", "security_group_id": "2", "remote_group_id": "1", "protocol": "tcp"}
    groups = [
        GroupRecord("2", "web", "d", "p", (rule, {"id": "e", "direction": "egress"})),
        GroupRecord("1", "db", "", "p"),
    ]
    monkeypatch.setattr(
        security_groups.security_groups, "by_server", lambda context, uuids, detailed: {uuid: groups * 2}
    )
    shown = client.call("GET", f"/servers/{uuid}/os-security-groups").json["security_groups"]
    assert [one["name"] for one in shown] == ["db", "web"]
    assert shown[1]["rules"] == [
        {
            "id": "r",
            "parent_group_id": "2",
            "ip_protocol": "tcp",
            "from_port": 1,
            "to_port": 65535,
            "group": {"name": "db", "tenant_id": "p"},
            "ip_range": {},
        }
    ]
