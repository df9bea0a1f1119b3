# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-api's main module: where it listens and how many workers it has."""

import gc
from collections.abc import Iterator

import pytest

from nova_lite import service
from nova_lite.cmd import api as main
from nova_lite.conf import CONF
from tests.unit.cmd.mains import Started


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[Started]:
    options = (
        ("osapi_compute_listen", "127.0.0.9"),
        ("osapi_compute_listen_port", 4711),
        ("osapi_compute_workers", 3),
    )
    for name, value in options:
        CONF.set_override(name, value)
    monkeypatch.setattr(main.app, "load", lambda: "application")
    threshold = gc.get_threshold()
    yield Started(monkeypatch, main)
    gc.set_threshold(*threshold)
    for name, _ in options:
        CONF.clear_override(name)


def test_listens_and_starts_workers(started: Started) -> None:
    main._body()
    assert started.listening == [("127.0.0.9", 4711)]
    assert isinstance(started.worker, service.WsgiWorker)
    assert started.workers[0][1] == 3
    assert started.stores == []


def test_the_application_is_loaded_before_the_fork(started: Started) -> None:
    main._body()
    assert started.worker._application == "application"


def test_store_and_record_come_after_the_fork(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded: list[service.Identity] = []
    monkeypatch.setattr(main.service, "register_when_possible", recorded.append)
    identity = service.Identity(main.BINARY, main.BINARY, "h")
    main._begin(identity)
    assert [type(one).__name__ for one in started.stores] == ["DatabaseStore"]
    assert recorded == [identity]
    assert gc.get_threshold()[0] == main.GC_THRESHOLD
