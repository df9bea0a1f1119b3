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

from nova_lite.db import journal, migration
from nova_lite.db.api import build_requests, instance_mappings, request_specs, server_groups
from nova_lite.db.api import models as api_models
from nova_lite.db.main import (
    actions,
    block_devices,
    compute_nodes,
    console_tokens,
    faults,
    instance_lists,
    instances,
    migrations,
    models,
)
from nova_lite.db.session import Session
from tests.unit.db import servers

PROJECTS, PER_PROJECT = 40, 50
BEGIN = datetime.datetime(2026, 1, 1)
ANALYZE = {"sqlite": "ANALYZE", "mysql": "ANALYZE TABLE {table}", "postgresql": "ANALYZE {table}"}
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "mysql": "EXPLAIN ", "postgresql": "EXPLAIN "}
UUIDS = [str(uuid.UUID(int=number)) for number in range(PROJECTS * PER_PROJECT)]
SOME = UUIDS[:20]
MINE = {"project_id": "project7", "deleted": False}
REQUEST = "req-1"


def _fill(which: migration.History, connection: Connection) -> None:
    """Servers with satellites in the one history, mappings in the other."""
    rows = [(one, f"project{number % PROJECTS}", number) for number, one in enumerate(UUIDS)]
    if which == "api":
        connection.execute(insert(api_models.CellMapping), [{"id": 1, "uuid": UUIDS[0]}])
        for model, column in (
            (api_models.InstanceMapping, {}),
            (api_models.BuildRequest, {"instance": "{}"}),
        ):
            connection.execute(insert(model), [{"instance_uuid": one, "project_id": p, **column} for one, p, _ in rows])
        connection.execute(insert(api_models.RequestSpec), [{"instance_uuid": one, "spec": "{}"} for one, _, _ in rows])
        connection.execute(insert(api_models.InstanceGroup), [{"id": 1, "uuid": UUIDS[0], "project_id": "project7"}])
        members = [{"group_id": 1, "instance_uuid": one} for one in UUIDS]
        connection.execute(insert(api_models.InstanceGroupMember), members)
        connection.execute(insert(journal.PLACING), [_operation(one) for one in UUIDS])
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
    connection.execute(insert(journal.CELL), [_operation(one) for one in UUIDS])
    connection.execute(
        insert(models.InstanceAction),
        [{"id": number, "instance_uuid": one, "request_id": REQUEST} for number, one in enumerate(UUIDS, 1)],
    )
    begun = [{"action_id": number, "event": "e", "host": "h"} for number, _ in enumerate(UUIDS, 1)]
    connection.execute(insert(models.InstanceActionEvent), begun)
    disks = [{"uuid": one, "instance_uuid": one, "volume_id": one, "deleted": 0} for one in UUIDS]
    connection.execute(insert(models.BlockDeviceMapping), disks)
    tokens = [
        {"token_hash": one, "instance_uuid": one, "console_type": "novnc", "host": "h", "port": 1, "expires": 1}
        for one in UUIDS
    ]
    connection.execute(insert(models.ConsoleAuthToken), tokens)
    moves = [{"uuid": one, "instance_uuid": one, "status": "done", "deleted": 0} for one in UUIDS]
    connection.execute(insert(models.Migration), moves)
    columns = dict.fromkeys(("vcpus", "memory_mb", "local_gb", "vcpus_used", "memory_mb_used", "local_gb_used"), 1)
    texts = {"hypervisor_type": "QEMU", "hypervisor_version": 1, "cpu_info": "", "deleted": 0}
    nodes = [
        {"uuid": one, "host": f"node{number}", "hypervisor_hostname": f"node{number}", **columns, **texts}
        for number, one in enumerate(UUIDS)
    ]
    connection.execute(insert(models.ComputeNode), nodes)


def _operation(uuid_: str) -> dict[str, Any]:
    """A row of the journal that is over; of many outcomes, so that each, and none, is that of few rows."""
    outcome = f"done{UUIDS.index(uuid_) % 100}"
    same = {"uuid": uuid_, "instance_uuid": uuid_, "request_id": REQUEST, "kind": "create", "step": "", "attempt": 1}
    return {**same, "owner": "host1", "lease": BEGIN, "deadline": BEGIN, "outcome": outcome, "finished_at": BEGIN}


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
        with Session(engine.connect) as session:
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
    # To walk through an index that helps nothing is to read the table in another order.
    whole = [line for line in lines if "'ALL'" in line or "'index', None" in line]
    return [line for line in whole if not re.search("<union|<derived|<subquery", line)]


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
    "uncleaned": ("main", lambda session: instances.uncleaned(session, "host3")),
    "used": ("main", lambda session: instances.usage(session, "project7")),
    "all of it": ("main", lambda session: instances.satellites(session, SOME)),
    "end an event": ("main", lambda session: actions.finish_event(session, UUIDS[9], REQUEST, "e", "h", None)),
    "actions": ("main", lambda session: actions.page(session, UUIDS[9], 20)),
    "events": ("main", lambda session: actions.events(session, 9)),
    "disks": ("main", lambda session: block_devices.of_instances(session, SOME)),
    "disk": ("main", lambda session: block_devices.save(session, UUIDS[9], {"device_name": "vda"})),
    "of a volume": ("main", lambda session: block_devices.servers_of_volume(session, UUIDS[9])),
    "no tokens": ("main", lambda session: console_tokens.remove(session, UUIDS[9])),
    "token": ("main", lambda session: console_tokens.find(session, UUIDS[9])),
    "hosts": ("main", lambda session: compute_nodes.for_scheduling(session, SOME)),
    "node": ("main", lambda session: compute_nodes.by_host(session, "node7")),
    "moves": ("main", lambda session: migrations.of_server(session, UUIDS[9], 1)),
    "take": ("main", lambda session: journal.take(session, journal.CELL, UUIDS[9], 1, "host2", 10)),
    "take all": ("api", lambda session: journal.take_all(session, journal.PLACING, SOME, 0, "host2", 10)),
    "end": ("main", lambda session: journal.finish(session, journal.CELL, UUIDS[9], 1, "done")),
    "end all": ("main", lambda session: journal.close_all(session, journal.CELL, UUIDS[9], "done")),
    "renew": ("main", lambda session: journal.renew(session, journal.CELL, [(one, 1) for one in SOME], 10)),
    "held": ("api", lambda session: journal.held(session, journal.PLACING, [(one, 1) for one in SOME])),
    "due": ("main", lambda session: journal.due(session, journal.CELL, 20)),
    "unbegun": ("api", lambda session: journal.due(session, journal.PLACING, 20, 5)),
    "quiet": ("main", lambda session: journal.quiet(session, journal.CELL, 5, 20)),
    "owners": ("main", lambda session: journal.owners(session, journal.CELL, "conductor:")),
    "owned": ("main", lambda session: journal.owned(session, journal.CELL, "host2")),
    "placed": ("api", lambda session: journal.finish(session, journal.PLACING, UUIDS[9], 1, "done")),
    "mapped": ("api", lambda session: instance_mappings.set_cell(session, SOME, 1)),
    "built": ("api", lambda session: build_requests.destroy(session, SOME)),
    "leave": ("api", lambda session: server_groups.remove_member(session, UUIDS[9])),
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
