# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The rows of /servers."""

from nova_lite.api.servers.routes import ROUTES
from nova_lite.policies import list_rules
from tests.unit.api.calls import Client
from tests.unit.api.servers.client import added
from tests.unit.control_plane import Plane


def test_every_row_has_a_policy_that_exists() -> None:
    known = {rule.name for rule in list_rules()}
    assert [row.policy for row in ROUTES if row.policy not in known] == []


def test_no_later_action_is_known_yet(plane: Plane, client: Client) -> None:
    assert client.call("POST", f"/servers/{added(plane)}/action", {"resize": {"flavorRef": "2"}}).status_code == 400
