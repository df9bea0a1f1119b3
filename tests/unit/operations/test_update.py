# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Changing a server's names."""

import json

import pytest

from nova_lite import exception
from nova_lite.db.api import build_requests, instance_mappings
from nova_lite.db.engine import api_database
from nova_lite.operations import find, update
from tests.unit.control_plane import PROJECT, Plane, an_instance


def test_a_placed_server(plane: Plane) -> None:
    uuid = plane.add(an_instance()).uuid
    update.update(find.server(plane.member, uuid), {"display_name": "new", "access_ip_v4": "10.0.0.1"})
    assert plane.stored(uuid).display_name == "new"


def test_a_waiting_server_is_changed_in_its_build_request(plane: Plane) -> None:
    instance = an_instance()
    with api_database().writer() as session:
        instance_mappings.create(session, [{"instance_uuid": instance.uuid, "project_id": PROJECT}])
        text = json.dumps(instance.to_primitive())
        build_requests.create(session, [{"instance_uuid": instance.uuid, "project_id": PROJECT, "instance": text}])
    server = find.server(plane.member, instance.uuid)
    update.update(server, {"display_name": "new"})
    assert find.server(plane.member, instance.uuid).instance.display_name == "new"
    with api_database().writer() as session:
        build_requests.destroy(session, [instance.uuid])
    with pytest.raises(exception.InstanceNotFound):
        update.update(server, {"display_name": "again"})


def test_pinning_only_to_the_present_zone(plane: Plane) -> None:
    server = find.server(plane.member, plane.add(an_instance(availability_zone="z1")).uuid)
    with pytest.raises(exception.Conflict):
        update.pin_zone(server, "z2")
    update.pin_zone(server, "z1")
    update.pin_zone(server, "z1")
    update.pin_zone(server, None)
