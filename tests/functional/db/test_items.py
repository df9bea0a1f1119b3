# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What hangs on a server comes back as it was written, from every database that makes JSON of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from nova_lite.db.main import instance_lists
from nova_lite.db.session import Session
from nova_lite.objects import server_record
from tests.unit.db import rows, servers

ODD = {'say "x"': "back\\slash", "snow ☃ \N{PILE OF POO}": "line\nfeed\ttab \x01", "empty": "", "none": None}
PROJECT = "items"


@pytest.fixture(scope="module", params=[servers.SQLITE, *servers.SERVERS])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A cell's database of every kind that is there."""
    if reason := servers.missing(request.param):
        pytest.skip(reason)
    with servers.databases(request.param) as made:
        yield made["main"]


def record(row: Any) -> server_record.ServerRecord:
    return server_record.from_row(row._fields, row)


def test_texts_survive(engine: Engine) -> None:
    with Session(engine.connect) as session:
        more = {"metadata": ODD, "system_metadata": ODD, "tags": list(ODD)}
        uuid = rows.server(session, more, project_id=PROJECT, host="h")
        bare = rows.server(session, {}, project_id=PROJECT)
        (listed,) = (
            row for row in instance_lists.whole(session, {"project_id": PROJECT}, [("uuid", "asc")]) if row.uuid == uuid
        )
        for row in (listed, instance_lists.one(session, uuid)):
            one = record(row)
            assert one.metadata == ODD and one.system_metadata == ODD and one.tags == sorted(ODD)
        some = record(instance_lists.one(session, uuid, ["empty", "unknown"]))
        assert some.system_metadata == {"empty": ""} and some.metadata == ODD
        none = record(instance_lists.one(session, bare))
        assert (none.metadata, none.system_metadata, none.tags) == ({}, {}, [])
        assert instance_lists.one(session, "no such server") is None
        session.rollback()
