# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Two that change the same server at once, on every database: exactly one wins, and nobody waits for ever."""

import threading
from collections.abc import Iterator

import pytest

from nova_lite import exception
from nova_lite.db import migration
from nova_lite.db.api import quotas, server_groups
from nova_lite.db.engine import Database, retry_on_deadlock
from nova_lite.db.main import instances, services
from nova_lite.limits import quota
from tests.unit.db import rows, servers

RIVALS = 6


@pytest.fixture(params=[servers.SQLITE, *servers.SERVERS])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A cell database."""
    if reason := servers.missing(request.param):
        pytest.skip(reason)
    with servers.urls(request.param) as found:
        migration.sync("main", found["main"])
        opened = Database(found["main"])
        yield opened
        opened.dispose()


@pytest.fixture(params=[servers.SQLITE, *servers.SERVERS])
def api_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An API database."""
    if reason := servers.missing(request.param):
        pytest.skip(reason)
    with servers.urls(request.param) as found:
        migration.sync("api", found["api"])
        opened = Database(found["api"], "api_database")
        yield opened
        opened.dispose()


def race(work: list[threading.Thread]) -> None:
    for thread in work:
        thread.start()
    for thread in work:
        thread.join(30)
    assert not any(thread.is_alive() for thread in work)


def test_one_of_many_begins_an_operation(database: Database) -> None:
    with database.writer() as session:
        uuid = rows.server(session)
    start = threading.Barrier(RIVALS)
    won: list[str] = []
    lost: list[Exception] = []

    @retry_on_deadlock
    def begin(task: str) -> None:
        with database.writer() as session:
            instances.save(session, uuid, {"task_state": task}, [None])

    def rival(task: str) -> None:
        start.wait(20)
        try:
            begin(task)
            won.append(task)
        except exception.UnexpectedTaskState as error:
            lost.append(error)

    race([threading.Thread(target=rival, args=(f"task-{number}",)) for number in range(RIVALS)])
    assert (len(won), len(lost)) == (1, RIVALS - 1)
    with database.reader() as session:
        assert instances.get(session, uuid).task_state == won[0]


def test_no_heartbeat_is_lost(database: Database) -> None:
    with database.writer() as session:
        number = rows.service(session, "h1")

    @retry_on_deadlock
    def beat() -> None:
        with database.writer() as session:
            services.report(session, [number])

    def beats() -> None:
        for _ in range(10):
            beat()

    race([threading.Thread(target=beats) for _ in range(4)])
    with database.reader() as session:
        assert services.get(session, number).report_count == 40


def test_a_reader_sees_what_was_committed_before_it(database: Database) -> None:
    with database.writer() as session:
        uuid = rows.server(session)
    with database.writer() as session:
        instances.save(session, uuid, {"vm_state": "stopped"})
        with database.reader() as other:
            assert instances.get(other, uuid).vm_state == "active"
    with database.reader() as other:
        assert instances.get(other, uuid).vm_state == "stopped"


def test_no_group_has_more_members_than_allowed(api_database: Database) -> None:
    with api_database.writer() as session:
        quotas.set_limits(session, {"server_group_members": 2}, "p")
        group = server_groups.create(session, "affinity", {}, name="g", project_id="p", user_id="u")
    start = threading.Barrier(RIVALS)
    refused: list[Exception] = []

    @retry_on_deadlock
    def join(uuid: str) -> None:
        with api_database.writer() as session:
            quota.check_group_members(session, group, 1, "p", "u")
            server_groups.add_members(session, group, [uuid])

    def rival(uuid: str) -> None:
        start.wait(20)
        try:
            join(uuid)
        except exception.OverQuota as error:
            refused.append(error)

    race([threading.Thread(target=rival, args=(f"server-{number}",)) for number in range(RIVALS)])
    with api_database.reader() as session:
        assert len(server_groups.get(session, group).members) == 2
    assert len(refused) == RIVALS - 2
