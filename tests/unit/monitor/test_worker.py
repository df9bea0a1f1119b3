# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""One monitored process, from the outside."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from nova_lite import concurrency, exception, figures, steps
from nova_lite.conf import CONF
from nova_lite.monitor import worker
from nova_lite.monitor.checks import Check
from tests.functional.processes.harness import free_port, until

FORK = multiprocessing.get_context("fork")


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    found = free_port()
    CONF.set_override("state_path", str(tmp_path))
    CONF.set_override("port", found, "metrics_http")
    yield found
    CONF.clear_override("state_path")
    CONF.clear_override("port", "metrics_http")


@pytest.fixture
def living() -> Iterator[Callable[[Callable[[], None]], Any]]:
    made: list[Any] = []

    def start(work: Callable[[], None]) -> Any:
        made.append(FORK.Process(target=work))
        made[-1].start()
        return made[-1]

    yield start
    for one in made:
        one.kill()
        one.join(20)


def get(port: int, path: str) -> requests.Response | None:
    try:
        return requests.get(f"http://127.0.0.1:{port}{path}", timeout=5)
    except (requests.ConnectionError, requests.Timeout):
        return None


def is_well(port: int) -> bool:
    answer = get(port, "/health")
    return answer is not None and answer.status_code == 200


def serve() -> None:
    worker.Worker("nova-scheduler").watch((Check("good", lambda: None),))
    figures.add(figures.STATEMENTS, "nova")
    with steps.step("create", steps.SCHEDULER, "claim"):
        pass
    figures.sample(lambda: figures.level(figures.BUILDS_WAITING, 4))
    concurrency.sleep(60)


def test_workers_serve_one_port_one_after_the_other(port: int, living: Any) -> None:
    def master() -> None:
        worker.prepare("nova-scheduler", os.getpid())
        for _ in range(2):
            FORK.Process(target=serve, daemon=True).start()
        concurrency.sleep(60)

    living(master)
    until(lambda: is_well(port), "nobody is well")

    def pids() -> set[int]:
        answer = get(port, "/health")
        return set() if answer is None else {one["pid"] for one in answer.json()["checks"]}

    found = until(lambda: len(pids()) == 2 and pids(), "one worker does not report")
    wanted = (
        'nova_db_statements_total{database="nova"} 2.0',
        'nova_step_seconds_count{operation="create",step="claim"} 2.0',
    )
    for line in (*wanted, "nova_builds_waiting 8.0", 'nova_health{check="good"} 1.0'):
        until(lambda line=line: line in str(getattr(get(port, "/metrics"), "text", "")), line)
    for pid in found:
        os.kill(pid, signal.SIGKILL)
        until(lambda pid=pid: pids() == found - {pid} or get(port, "/health") is None, "it does not go")
        if found - {pid} == pids():
            assert wanted[0] in str(getattr(get(port, "/metrics"), "text", ""))


def test_stop_closes_the_port(port: int, living: Any) -> None:
    def work() -> None:
        worker.prepare("nova-scheduler", os.getpid())
        made = worker.Worker("nova-scheduler")
        signal.signal(signal.SIGUSR1, lambda *_: made.stop())
        made.watch((Check("good", lambda: None),))
        concurrency.sleep(60)
        concurrency.sleep(60)

    process = living(work)
    until(lambda: is_well(port), "it is not well")
    os.kill(process.pid, signal.SIGUSR1)
    until(lambda: get(port, "/metrics") is None, "the port stays open")
    assert process.is_alive()


def test_companion_serves_and_goes_with_its_parent(port: int, living: Any) -> None:
    def parent() -> None:
        worker.accompany("nova-novncproxy", (Check("good", lambda: None),))
        figures.add(figures.CONSOLES, "opened")
        FORK.Process(target=figures.add, args=(figures.CONSOLES, "opened")).start()
        concurrency.sleep(60)

    process = living(parent)
    until(lambda: is_well(port), "it is not well")
    line = 'nova_console_connections_total{outcome="opened"} 2.0'
    until(lambda: line in str(getattr(get(port, "/metrics"), "text", "")), line)
    process.kill()
    until(lambda: get(port, "/metrics") is None, "the companion stays")


def test_a_taken_port_is_named_with_its_option(port: int) -> None:
    taken = concurrency.listen("127.0.0.1", port)
    try:
        expected = rf"\[metrics_http\]host and port: cannot listen on 127.0.0.1:{port}"
        with pytest.raises(exception.ConfigInvalid, match=expected):
            worker.prepare("nova-compute", os.getpid())
    finally:
        taken.close()
        worker._JOINED.clear()


def test_a_folder_that_cannot_be_made_is_named_with_its_option(port: int, tmp_path: Path) -> None:
    (tmp_path / "metrics").write_text("a file")
    with pytest.raises(exception.ConfigInvalid, match=r"\[metrics_http\]enabled needs a folder"):
        worker.join("nova-compute", os.getpid())
    assert not worker.has_joined()


def test_every_daemon_has_a_port_of_its_own(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    CONF.clear_override("port", "metrics_http")
    asked: list[int] = []
    monkeypatch.setattr(concurrency, "listen", lambda host, number: asked.append(number))
    for binary in worker.PORTS:
        worker._listen(binary)
    assert len(set(asked)) == len(worker.PORTS) == 8
