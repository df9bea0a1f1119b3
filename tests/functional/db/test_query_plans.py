# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The indexes that the commonest queries need exist, and every database uses them: its own plan says so.

Tables hold rows of several projects. PostgreSQL would still read such small ones as a whole: it is told not to, and
does it then only where it has no index.
"""

import datetime
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, insert, text
from sqlalchemy.orm import Session

from nova_lite.db import migration
from nova_lite.db.api import build_requests, instance_mappings, request_specs
from nova_lite.db.api import models as api_models
from nova_lite.db.main import faults, instance_lists, instances, models
from tests.unit.db import servers

PROJECTS, PER_PROJECT = 40, 50
BEGIN = datetime.datetime(2026, 1, 1)
ANALYZE = {"sqlite": "ANALYZE", "mysql": "ANALYZE TABLE {table}", "postgresql": "ANALYZE {table}"}
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "mysql": "EXPLAIN ", "postgresql": "EXPLAIN "}
UUIDS = [str(uuid.UUID(int=number)) for number in range(PROJECTS * PER_PROJECT)]
SOME = UUIDS[:20]
MINE = {"project_id": "project7", "deleted": False}


def _fill(which: migration.History, connection: Connection) -> None:
    """Servers with satellites in the one history, mappings in the other."""
    rows = [(one, f"project{number % PROJECTS}", number) for number, one in enumerate(UUIDS)]
    if which == "api":
        for model, column in (
            (api_models.InstanceMapping, {}),
            (api_models.BuildRequest, {"instance": "{}"}),
        ):
            connection.execute(insert(model), [{"instance_uuid": one, "project_id": p, **column} for one, p, _ in rows])
        connection.execute(insert(api_models.RequestSpec), [{"instance_uuid": one, "spec": "{}"} for one, _, _ in rows])
        return
    connection.execute(
        insert(models.Instance),
        [
            {
                "uuid": one,
                "project_id": project,
                "host": f"host{number % 100}",
                "created_at": BEGIN + datetime.timedelta(minutes=number),
                "deleted": 0,
                "hidden": False,
            }
            for one, project, number in rows
        ],
    )
    for items in (models.InstanceMetadata, models.InstanceSystemMetadata):
        connection.execute(insert(items), [{"instance_uuid": one, "key": "k", "value": "v"} for one in UUIDS])
    for satellite in (models.InstanceExtra, models.InstanceInfoCache):
        connection.execute(insert(satellite), [{"instance_uuid": one} for one in UUIDS])
    connection.execute(insert(models.InstanceFault), [{"instance_uuid": one, "code": 500} for one in UUIDS])
    services = [{"host": f"host{number}", "binary": "nova-compute", "report_count": 0} for number in range(1000)]
    connection.execute(insert(models.Service), services)
    connection.execute(insert(models.Tag), [{"resource_id": one, "tag": "t"} for one in UUIDS])


@pytest.fixture(scope="module", params=[servers.SQLITE, *servers.SERVERS])
def engines(request: pytest.FixtureRequest) -> Iterator[dict[migration.History, Engine]]:
    """Databases of every kind that is there, full and analysed."""
    if reason := servers.missing(request.param):
        pytest.skip(reason)
    with servers.databases(request.param) as made:
        for which, engine in made.items():
            with engine.begin() as connection:
                _fill(which, connection)
            with engine.begin() as connection:
                for table in migration.METADATA[which].tables:
                    connection.execute(text(ANALYZE[engine.dialect.name].format(table=table)))
        yield made


def plans(engine: Engine, query: Callable[[Session], Any]) -> list[str]:
    """The plan of every statement that a query function sends, as the database prints it."""
    found: list[str] = []

    def explain(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")):
            cursor.execute(EXPLAIN[engine.dialect.name] + statement, parameters)
            found.append("\n".join(str(tuple(row)) for row in cursor.fetchall()))

    event.listen(engine, "before_cursor_execute", explain)
    try:
        with Session(engine) as session:
            if engine.dialect.name == "postgresql":
                session.execute(text("SET LOCAL enable_seqscan = off"))
            query(session)
            session.rollback()
    finally:
        event.remove(engine, "before_cursor_execute", explain)
    assert found
    return found


def scans(engine: Engine, plan: str) -> list[str]:
    """The lines of a plan that read a whole table."""
    lines = plan.split("\n")
    if engine.dialect.name == "sqlite":
        return [line for line in lines if re.search(r"SCAN \w", line) and not re.search("USING|CONSTANT", line)]
    if engine.dialect.name == "postgresql":
        return [line for line in lines if "Seq Scan" in line]
    return [line for line in lines if "'ALL'" in line and not re.search("<union|<derived|<subquery", line)]


QUERIES: dict[str, tuple[migration.History, Callable[[Session], Any]]] = {
    "list": ("main", lambda session: instance_lists.whole(session, MINE, [("created_at", "desc")], 20)),
    "show": ("main", lambda session: instance_lists.one(session, UUIDS[9])),
    "short list": ("main", lambda session: instance_lists.brief(session, MINE, [("created_at", "desc")], 20)),
    "named keys": (
        "main",
        lambda session: instance_lists.whole(session, MINE, [("created_at", "desc")], 20, None, ["locked_reason"]),
    ),
    "faults": ("main", lambda session: faults.latest(session, SOME)),
    "services": ("main", lambda session: instance_lists.host_services(session, {"host3", "host4"})),
    "on a host": ("main", lambda session: instances.by_host(session, "host3")),
    "save": ("main", lambda session: instances.save(session, UUIDS[9], {"task_state": "x"}, [None])),
    "destroy": ("main", lambda session: instances.destroy(session, UUIDS[9])),
    "where": ("api", lambda session: instance_mappings.located(session, UUIDS[9])),
    "waiting": ("api", lambda session: build_requests.listed(session, "project7")),
    "specs": ("api", lambda session: request_specs.of(session, SOME)),
    "mark": ("api", lambda session: instance_mappings.queue_for_delete(session, UUIDS[9])),
    "forget": ("api", lambda session: request_specs.destroy(session, UUIDS[9])),
}


@pytest.mark.parametrize("name", QUERIES)
def test_no_table_is_read_as_a_whole(engines: dict[migration.History, Engine], name: str) -> None:
    which, query = QUERIES[name]
    engine = engines[which]
    for plan in plans(engine, query):
        assert not scans(engine, plan), plan


def test_a_page_of_the_default_list_needs_no_sorting(engines: dict[migration.History, Engine]) -> None:
    engine = engines["main"]
    if engine.dialect.name == "postgresql":
        pytest.skip("its indexes keep nulls at the other end")
    _, query = QUERIES["list"]
    (plan,) = plans(engine, query)
    assert "instances_project_list_idx" in plan and "filesort" not in plan and "TEMP B-TREE" not in plan, plan
