# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Keys and values on an owner, with and without soft deletion, on SQL's side of case."""

import pytest

from nova_lite.db import key_values, soft_delete
from nova_lite.db.api import flavors
from nova_lite.db.api.models import FlavorExtraSpec
from nova_lite.db.main.models import InstanceMetadata
from nova_lite.db.session import Session
from tests.unit.db import rows

OWNED_BY = InstanceMetadata.instance_uuid


@pytest.fixture
def server(session: Session) -> str:
    """A server with two items."""
    return rows.server(session, {"metadata": {"a": "1", "b": "2"}})


def items(session: Session, owner: str) -> dict[str, str]:
    return key_values.read(session, InstanceMetadata, OWNED_BY, [owner])[owner]


def test_several_owners_in_one_read(session: Session, server: str) -> None:
    bare = rows.server(session)
    found = key_values.read(session, InstanceMetadata, OWNED_BY, [server, bare])
    assert found == {server: {"a": "1", "b": "2"}, bare: {}}
    assert key_values.read(session, InstanceMetadata, OWNED_BY, []) == {}


def test_write_adds_and_changes(session: Session, server: str) -> None:
    key_values.write(session, InstanceMetadata, OWNED_BY, server, {"b": "3", "c": "4"})
    key_values.write(session, InstanceMetadata, OWNED_BY, server, {})
    assert items(session, server) == {"a": "1", "b": "3", "c": "4"}


def test_replace_and_remove(session: Session, server: str) -> None:
    key_values.replace(session, InstanceMetadata, OWNED_BY, server, {"b": "2", "c": "4"})
    assert items(session, server) == {"b": "2", "c": "4"}
    assert key_values.remove(session, InstanceMetadata, OWNED_BY, server, ["b", "nothing"]) == 1
    assert key_values.remove(session, InstanceMetadata, OWNED_BY, server, []) == 0
    assert items(session, server) == {"c": "4"}
    key_values.replace(session, InstanceMetadata, OWNED_BY, server, {})
    assert items(session, server) == {}


def test_deleted_items_are_not_seen_and_not_changed(session: Session, server: str) -> None:
    soft_delete.mark(session, InstanceMetadata, {"instance_uuid": server})
    key_values.write(session, InstanceMetadata, OWNED_BY, server, {"a": "new"})
    assert items(session, server) == {"a": "new"}


def test_keys_that_differ_by_case_are_two(api_session: Session) -> None:
    """Also on MySQL, whose usual collations ignore case, and where the pair of owner and key is unique."""
    values = {"flavorid": "1", "name": "f", "memory_mb": 1, "vcpus": 1, "root_gb": 1, "ephemeral_gb": 0}
    row = flavors.create(api_session, values)
    owner = FlavorExtraSpec.flavor_id
    key_values.write(api_session, FlavorExtraSpec, owner, row.id, {"hw:a": "1"})
    key_values.write(api_session, FlavorExtraSpec, owner, row.id, {"HW:a": "2"})
    assert key_values.read(api_session, FlavorExtraSpec, owner, [row.id])[row.id] == {"hw:a": "1", "HW:a": "2"}
