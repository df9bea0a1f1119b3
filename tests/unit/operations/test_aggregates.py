# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Zones of hosts with servers."""

import pytest

from nova_lite import exception
from nova_lite.context import get_admin_context
from nova_lite.operations import aggregates
from nova_lite.rpc import scheduler as rpc
from tests.unit.api import cloud


def test_host_with_servers_stays_in_its_zone_unless_another_aggregate_gives_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rpc, "update_aggregates", lambda context, ids: None)
    cloud.add_service(1, "host1")
    cloud.add_server("44444444-4444-4444-8444-444444444444", "host1")
    first = cloud.add_aggregate("a", ["host1"], availability_zone="west")
    with pytest.raises(exception.Conflict, match="contain instances"):
        aggregates.remove_host(get_admin_context(), first, "host1")
    cloud.add_aggregate("b", ["host1"], availability_zone="west")
    assert aggregates.remove_host(get_admin_context(), first, "host1").hosts == ()
