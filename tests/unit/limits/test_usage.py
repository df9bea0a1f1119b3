# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Counting what a project has."""

import pytest

from nova_lite.conf import CONF
from nova_lite.db.api import cell_mappings, instance_mappings
from nova_lite.db.engine import api_database
from nova_lite.limits import usage
from nova_lite.placement import client
from tests.unit.limits.rows import PROJECT, USER, add_server


def test_servers_are_counted_by_project_and_user() -> None:
    add_server(vcpus=2)
    add_server(user_id="other", memory_mb=100)
    add_server(vm_state="soft-delete")
    assert usage.of_servers(PROJECT) == {"instances": 2, "cores": 3, "ram": 612}
    assert usage.of_servers(PROJECT, USER) == {"instances": 1, "cores": 2, "ram": 512}
    assert usage.of_servers("nobody") == {"instances": 0, "cores": 0, "ram": 0}


def test_every_cell_counts() -> None:
    add_server()
    with api_database().writer() as session:
        cell_mappings.create(
            session, uuid="u", name="again", transport_url="none:///", database_connection=CONF.database.connection
        )
    assert usage.of_servers(PROJECT)["instances"] == 2


def test_placement_counts_if_asked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    held = {"VCPU": 2, "PCPU": 1, "MEMORY_MB": 64, "DISK_GB": 5}
    monkeypatch.setattr(client, "project_usages", lambda context, project_id, user_id: held)
    CONF.set_override("count_usage_from_placement", True, group="quota")
    with api_database().writer() as session:
        instance_mappings.create(session, [{"instance_uuid": "s", "project_id": PROJECT, "user_id": USER}])
    assert usage.of_servers(PROJECT) == {"instances": 1, "cores": 3, "ram": 64}
