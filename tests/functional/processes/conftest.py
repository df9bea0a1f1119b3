# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""One stack of processes per kind of database server and threads, shared by the tests of that kind."""

from collections.abc import Iterator

import pytest

from tests.functional.fixtures.cloud import Cloud
from tests.functional.processes import services
from tests.functional.processes.harness import Mode
from tests.functional.processes.stack import Stack

MODES = (Mode("mysql", native=False), Mode("mysql", native=True), Mode("postgresql", native=False))


@pytest.fixture
def stack(running: Stack) -> Iterator[Stack]:
    """The stack, whole again after the test."""
    yield running
    running.mend()


@pytest.fixture
def sturdy(stack: Stack) -> Stack:
    """The stack for tests that only the kind of threads could change: one kind of database is enough for them."""
    if stack.mode.database != "mysql":
        pytest.skip("depends on the kind of threads, not of the database: tested with MariaDB")
    return stack


@pytest.fixture(scope="session", params=MODES, ids=str)
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """All daemons, running."""
    mode: Mode = request.param
    with services.surroundings(mode.database) as around, Cloud() as cloud:
        made = Stack(cloud, tmp_path_factory.mktemp(str(mode)), mode, around)
        try:
            made.start()
            yield made
        finally:
            made.stop()
