# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Metadata of servers."""

from collections.abc import Iterator

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.operations import find, metadata
from nova_lite.operations.find import Server
from tests.unit.control_plane import Plane, an_instance


@pytest.fixture
def server(plane: Plane) -> Iterator[Server]:
    CONF.set_override("metadata_items", 2, "quota")
    yield find.server(plane.member, plane.add(an_instance(metadata={"a": "1"})).uuid)
    CONF.clear_override("metadata_items", "quota")


def test_merge_replace_remove(plane: Plane, server: Server) -> None:
    assert metadata.merge(server, {"b": "2"}) == {"a": "1", "b": "2"}
    assert plane.stored(server.instance.uuid).metadata == {"a": "1", "b": "2"}
    metadata.remove(server, "a")
    assert plane.stored(server.instance.uuid).metadata == {"b": "2"}
    metadata.replace(server, {"c": "3"})
    assert plane.stored(server.instance.uuid).metadata == {"c": "3"}


def test_too_many(server: Server) -> None:
    with pytest.raises(exception.OverQuota, match="Maximum number of metadata items exceeds 2"):
        metadata.merge(server, {"b": "2", "c": "3"})


def test_removing_what_is_not_there(server: Server) -> None:
    with pytest.raises(exception.InstanceMetadataNotFound):
        metadata.remove(server, "zzz")


def test_not_while_building(plane: Plane) -> None:
    server = find.server(plane.member, plane.add(an_instance(2, vm_state="building")).uuid)
    with pytest.raises(exception.InstanceInvalidState):
        metadata.merge(server, {"a": "1"})
