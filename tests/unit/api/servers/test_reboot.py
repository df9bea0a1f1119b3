# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Action reboot."""

import pytest

from tests.unit.api.calls import Client
from tests.unit.api.servers.client import added
from tests.unit.control_plane import Plane


@pytest.mark.parametrize(("kind", "hard"), [("SOFT", False), ("hard", True)])
def test_kinds(plane: Plane, client: Client, kind: str, hard: bool) -> None:
    uuid = added(plane, host="host1")
    assert client.call("POST", f"/servers/{uuid}/action", {"reboot": {"type": kind}}).status_code == 202
    assert plane.sent[0][2]["hard"] is hard


@pytest.mark.parametrize("body", [{"reboot": {}}, {"reboot": {"type": "cold"}}, {"reboot": None}])
def test_bad_bodies(plane: Plane, client: Client, body: object) -> None:
    assert client.call("POST", f"/servers/{added(plane)}/action", body).status_code == 400
