# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-migrations over HTTP: versions, filters, pages, who sees what."""

from typing import Any

import pytest

from nova_lite.db.engine import cell_database
from nova_lite.db.main.models import Migration
from tests.unit.api import cloud
from tests.unit.api.calls import PROJECT, Client, admin
from tests.unit.db import rows

SERVER = "44444444-4444-4444-8444-444444444444"


@pytest.fixture
def made() -> list[Migration]:
    """A live migration of the client's project, a finished one, and a resize without type of another project."""
    cloud.add_server(SERVER, "h1")
    with cell_database().writer() as session:
        return [
            rows.migration(session, SERVER, project_id=PROJECT, user_id="u", source_node="h1.example"),
            rows.migration(session, SERVER, "completed", project_id=PROJECT),
            rows.migration(
                session, SERVER, "done", migration_type=None, old_instance_type_id=1, new_instance_type_id=2
            ),
        ]


def items(version: str, query: str = "", client: Client | None = None) -> list[dict[str, Any]]:
    answer = (client or admin()).call("GET", f"/os-migrations{query}", version=version)
    assert answer.status_int == 200, answer.text
    found: list[dict[str, Any]] = answer.json["migrations"]
    return found


def test_fields_grow_with_versions(made: list[Migration]) -> None:
    oldest = items("2.22")[0]
    assert set(oldest) == {
        "id",
        "instance_uuid",
        "status",
        "source_compute",
        "source_node",
        "dest_compute",
        "dest_node",
        "dest_host",
        "old_instance_type_id",
        "new_instance_type_id",
        "created_at",
        "updated_at",
    }
    assert (oldest["source_compute"], oldest["source_node"]) == ("h1", "h1.example")
    typed = items("2.23")
    assert [one["migration_type"] for one in typed] == ["live-migration", "live-migration", "resize"]
    (link, bookmark) = typed[0]["links"]
    assert link["href"].endswith(f"/v2.1/servers/{SERVER}/migrations/{made[0].id}") and link["rel"] == "self"
    assert bookmark["rel"] == "bookmark"
    assert "links" not in typed[1] and "uuid" not in typed[0]
    assert "uuid" in items("2.59")[0] and "user_id" not in items("2.59")[0]
    assert items("2.80")[-1]["project_id"] == PROJECT


def test_the_newest_come_first_from_2_59_on(made: list[Migration]) -> None:
    numbers = [row.id for row in made]
    assert [one["id"] for one in items("2.58")] == numbers
    assert [one["id"] for one in items("2.59")] == numbers[::-1]


def test_pages_with_links(made: list[Migration]) -> None:
    answer = admin().call("GET", "/os-migrations?limit=2", version="2.59").json
    (link,) = answer["migrations_links"]
    assert link["href"].endswith(f"os-migrations?limit=2&marker={made[1].uuid}")
    rest = admin().call("GET", f"/os-migrations?limit=2&marker={made[1].uuid}", version="2.59").json
    assert [one["id"] for one in rest["migrations"]] == [made[0].id] and "migrations_links" not in rest


@pytest.mark.parametrize(
    ("version", "query", "code"),
    [
        ("2.58", "?limit=x&nonsense=1", 200),
        ("2.59", "?nonsense=1", 400),
        ("2.59", "?limit=x", 400),
        ("2.59", f"?marker={SERVER}", 400),
        ("2.59", "?changes-since=yesterday", 400),
        ("2.65", "?changes-before=2026-01-01", 400),
        ("2.66", "?changes-before=2026-01-01&changes-since=2026-01-02", 400),
        ("2.66", "?changes-before=2026-01-02&changes-since=2026-01-01", 200),
        ("2.79", "?user_id=u", 400),
        ("2.80", "?user_id=u", 200),
    ],
)
def test_queries_by_version(version: str, query: str, code: int) -> None:
    assert admin().call("GET", f"/os-migrations{query}", version=version).status_int == code


def test_filters(made: list[Migration]) -> None:
    assert [one["id"] for one in items("2.1", "?status=done")] == [made[2].id]
    assert items("2.1", "?hidden=true&host=h1") == []
    assert len(items("2.80", f"?project_id={PROJECT}")) == 2


def test_managers_see_their_own_project_without_hosts(made: list[Migration]) -> None:
    manager = Client(roles="manager,member,reader")
    assert manager.call("GET", "/os-migrations", version="2.80").status_int == 403
    own = items("2.80", f"?project_id={PROJECT}", manager)
    assert [one["source_compute"] for one in own] == [None, None]
    assert Client().call("GET", f"/os-migrations?project_id={PROJECT}", version="2.80").status_int == 403
