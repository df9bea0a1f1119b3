# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-scheduler's main module: its identity and how many workers it has."""

import os

import pytest

from nova_lite import service
from nova_lite.cmd import scheduler as main
from nova_lite.conf import CONF
from tests.unit.cmd.mains import Started


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    return Started(monkeypatch, main)


def test_one_worker_per_cpu(started: Started) -> None:
    main._body()
    assert isinstance(started.worker, service.Daemon)
    assert started.worker.identity == service.Identity("nova-scheduler", "scheduler", CONF.host)
    assert started.workers[0][1] == (os.cpu_count() or 1)
    assert [type(one).__name__ for one in started.stores] == ["DatabaseStore"]


def test_as_many_workers_as_asked_for(started: Started) -> None:
    CONF.set_override("workers", 2, group="scheduler")
    try:
        main._body()
    finally:
        CONF.clear_override("workers", group="scheduler")
    assert started.workers[0][1] == 2
