# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Tags: a set of each server."""

from nova_lite.db.main import tags
from nova_lite.db.session import Session
from tests.unit.db import rows


def test_tags_are_a_set_per_server(session: Session) -> None:
    uuid, other = rows.server(session), rows.server(session)
    tags.replace(session, uuid, ["b", "a", "b"])
    tags.replace(session, other, ["a"])
    tags.add(session, uuid, "A")
    assert sorted(tags.of_instance(session, uuid)) == ["A", "a", "b"]
    assert tags.remove(session, uuid, "a") is True
    assert tags.remove(session, uuid, "a") is False
    tags.replace(session, uuid, [])
    assert tags.of_instance(session, uuid) == []
    assert tags.of_instance(session, other) == ["a"]


def test_tags_are_in_alphabetical_order(session: Session) -> None:
    uuid = rows.server(session)
    tags.replace(session, uuid, ["c", "a", "b"])
    assert tags.of_instance(session, uuid) == ["a", "b", "c"]
