# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Hypervisors over all cells."""

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import get_admin_context
from nova_lite.db.api import host_mappings
from nova_lite.db.engine import api_database
from nova_lite.operations import hypervisors
from tests.unit.api import cloud

SERVER = "44444444-4444-4444-8444-444444444444"


def test_names_of_guests_follow_the_template() -> None:
    cloud.add_service(1, "host1")
    uuid = cloud.add_node(1, "host1")
    cloud.add_server(SERVER, "host1")
    found = hypervisors.listed(get_admin_context())
    assert hypervisors.residents(found)[uuid] == [hypervisors.Resident(SERVER, "instance-00000001")]
    CONF.set_override("instance_name_template", "vm-%(uuid)s")
    assert hypervisors.residents(found)[uuid][0].name == f"vm-{SERVER}"


def test_uptime_of_a_host_that_is_down() -> None:
    cloud.add_service(1, "host1", up=False)
    uuid = cloud.add_node(1, "host1")
    found = hypervisors.find(get_admin_context(), uuid)
    with pytest.raises(exception.Invalid, match="host1 is down"):
        hypervisors.uptime(found)
    assert hypervisors.uptimes([found]) == {uuid: None}


def test_unknown_names() -> None:
    with pytest.raises(exception.ComputeHostNotFound):
        hypervisors.find(get_admin_context(), 1)
    with pytest.raises(exception.MarkerNotFound):
        hypervisors.page(get_admin_context(), 1, "1", "id")
    with pytest.raises(exception.NotFound, match="No hypervisor matching 'x'"):
        hypervisors.matching(get_admin_context(), "x")


def test_host_that_is_not_discovered_yet_is_left_out() -> None:
    cloud.add_service(1, "host1")
    cloud.add_node(1, "host1")
    with api_database().writer() as session:
        host_mappings.destroy(session, "host1")
    assert hypervisors.listed(get_admin_context()) == []
