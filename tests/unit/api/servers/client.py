# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A client and servers of its project, for tests of /servers."""

from typing import Any

import pytest

from nova_lite.api.servers import facts
from nova_lite.objects.instance import Instance
from tests.unit.api.calls import PROJECT, USER, Client
from tests.unit.control_plane import Plane, an_instance

LATEST = "2.104"


def mine(number: int = 1, **values: Any) -> Instance:
    """A server of the client's project."""
    return an_instance(number, **{"project_id": PROJECT, "user_id": USER, **values})


def added(plane: Plane, number: int = 1, **values: Any) -> str:
    """Such a server, in cell1; returns its uuid."""
    return plane.add(mine(number, **values)).uuid


@pytest.fixture(autouse=True)
def no_neutron(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers of these tests have no ports, so that Neutron is asked for nothing."""
    monkeypatch.setattr(facts.security_groups, "by_server", lambda context, uuids, project_id: {})


@pytest.fixture
def client() -> Client:
    """An ordinary user."""
    return Client()
