# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The daemon skeleton: heartbeat, periodic tasks, listening sockets."""

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from nova_lite import concurrency, exception, service
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.monitor import switch
from nova_lite.monitor.checks import Check
from nova_lite.objects import store
from nova_lite.objects.service import Service

IDENTITY = service.Identity("nova-test", "test", "host1")


class Registry:
    """A store that knows only services; it can be broken for a while."""

    def __init__(self) -> None:
        self.reports = 0
        self.broken = False
        self.reported = threading.Event()

    def register_service(self, context: RequestContext, host: str, binary: str, topic: str, version: int) -> Service:
        return Service(id=5, host=host, binary=binary, topic=topic, version=version)

    def report_service(self, context: RequestContext, service_id: int) -> None:
        if self.broken:
            raise ConnectionError("database is away")
        assert service_id == 5
        self.reports += 1
        self.reported.set()


@pytest.fixture
def registry() -> Iterator[Registry]:
    found = Registry()
    store.use(found)  # type: ignore[arg-type]
    CONF.set_override("transport_url", "fake://")
    CONF.set_override("report_interval", 1)
    yield found
    CONF.clear_override("report_interval")
    CONF.clear_override("transport_url")


def test_heartbeat_survives_a_lost_store(registry: Registry) -> None:
    daemon = service.Daemon(IDENTITY, service.Parts)
    daemon.start()
    try:
        assert registry.reported.wait(5)
        registry.broken = True
        concurrency.sleep(0.05)
        registry.reported.clear()
        registry.broken = False
        assert registry.reported.wait(5)
    finally:
        daemon.stop()


def test_a_record_that_the_start_has_made_is_not_made_again(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "register_service", lambda *arguments: pytest.fail("it was made again"))
    begun = time.monotonic()
    daemon = service.Daemon(IDENTITY, lambda: service.Parts(begin=lambda: 5))
    daemon.start()
    try:
        assert registry.reported.wait(5)
        assert time.monotonic() >= begun + CONF.report_interval
    finally:
        daemon.stop()


def test_daemon_that_was_silent_looks_around(registry: Registry) -> None:
    looked = threading.Event()
    CONF.set_override("service_down_time", 1)
    daemon = service.Daemon(IDENTITY, lambda: service.Parts(returned=looked.set))
    daemon.start()
    try:
        assert looked.wait(5), "the second report comes after more than a second"
    finally:
        daemon.stop()
        CONF.clear_override("service_down_time")


def test_ready_is_told_and_vital_work_is_never_switched_off(registry: Registry) -> None:
    ready, worked = threading.Event(), threading.Event()
    vital = service.Periodic("vital", lambda context: worked.set(), lambda: 10, at_once=True, vital=True)
    CONF.set_override("periodic_enable", False)
    daemon = service.Daemon(IDENTITY, lambda: service.Parts(periodics=(vital,), ready=ready.set))
    daemon.start()
    try:
        assert ready.is_set() and worked.wait(5)
    finally:
        daemon.stop()
        CONF.clear_override("periodic_enable")


def test_a_failing_periodic_task_runs_again_and_ends_when_its_interval_says_so(registry: Registry) -> None:
    runs: list[int] = []
    done = threading.Event()

    def work(context: RequestContext) -> None:
        assert context.is_admin
        runs.append(1)
        if len(runs) == 1:
            raise ValueError("first run fails")
        done.set()

    periodic = service.Periodic("work", work, lambda: 0.01 if len(runs) < 2 else 0.0, at_once=True)
    daemon = service.Daemon(IDENTITY, lambda: service.Parts(periodics=(periodic,)))
    daemon.start()
    try:
        assert done.wait(5)
        concurrency.sleep(0.05)
        assert len(runs) == 2
    finally:
        daemon.stop()


def test_what_a_periodic_task_waits_for_is_logged_once(registry: Registry, caplog: pytest.LogCaptureFixture) -> None:
    away = exception.RpcTimeout(topic="conductor", method="renew")
    outcomes: list[Exception | None] = [away, away, ValueError("oops"), None, away, None]

    def work(context: RequestContext) -> None:
        outcome = outcomes.pop(0)
        if outcome is not None:
            raise outcome

    periodic = service.Periodic("work", work, lambda: 0.01 if outcomes else 0.0, at_once=True)
    daemon = service.Daemon(IDENTITY, lambda: service.Parts(periodics=(periodic,)))
    with caplog.at_level("INFO", logger="nova_lite.service"):
        daemon.start()
        try:
            assert concurrency.wait_until(lambda: "works again" in caplog.text, 5, 0.01)
        finally:
            daemon.stop()
    told = [record for record in caplog.records if "Periodic" in record.message]
    said = [(record.levelname, record.exc_info is not None) for record in told]
    assert said == [("WARNING", False), ("ERROR", True), ("WARNING", False), ("INFO", False)]


def test_begin_and_end_frame_the_work(registry: Registry) -> None:
    order: list[str] = []
    parts = service.Parts(
        begin=lambda: order.append("begin"), end=lambda: order.append("end"), reset=lambda: order.append("reset")
    )
    daemon = service.Daemon(IDENTITY, lambda: parts)
    daemon.start()
    daemon.reset()
    daemon.stop()
    assert order == ["begin", "reset", "end"]


class Server:
    """An RPC server that notes what it is told; with `release` its stop hangs until that is set."""

    def __init__(self, topic: str, told: list[str], release: threading.Event | None = None) -> None:
        self._topic, self._told, self._release = topic, told, release

    def start(self) -> None:
        self._told.append(f"start {self._topic}")

    def stop(self) -> None:
        self._told.append(f"stop {self._topic}")
        if self._release is not None:
            self._release.wait()

    def wait(self) -> None:
        self._told.append(f"wait {self._topic}")


def test_work_is_drained_while_the_other_queues_still_serve(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(service.transport, "server", lambda topic, host, endpoints: Server(topic, order))
    parts = service.Parts(
        endpoints={"compute": [], "compute-alt": []},
        drain=lambda: order.append("drain"),
        end=lambda: order.append("end"),
    )
    daemon = service.Daemon(IDENTITY, lambda: parts)
    daemon.start()
    daemon.stop()
    assert order == [
        *("start compute", "start compute-alt", "stop compute", "wait compute", "drain"),
        *("stop compute-alt", "wait compute-alt", "end"),
    ]


def test_ping_echoes() -> None:
    assert service.BasePing("nova-x").ping(RequestContext(), "hi") == {"service": "nova-x", "arg": "hi"}


def test_wsgi_worker_answers_and_stops(registry: Registry) -> None:
    sock = concurrency.listen("127.0.0.1", 0)
    address = sock.getsockname()

    def application(environ: dict[str, object], start_response: object) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "2")])  # type: ignore[operator]
        return [b"ok"]

    worker = service.WsgiWorker(IDENTITY, sock, application)
    worker.start()
    with socket.create_connection(address, timeout=5) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = b""
        while part := client.recv(4096):
            answer += part
    assert answer.startswith(b"HTTP/1.1 200") and answer.endswith(b"ok")
    worker.stop()


class Broken:
    """A worker whose start fails."""

    identity = IDENTITY
    stuck = False
    descriptor: int | None = None

    def __init__(self, error: Exception | None) -> None:
        self._error = error
        self.stopped = False

    def start(self) -> None:
        if self._error is not None:
            raise self._error

    def stop(self) -> None:
        self.stopped = True

    def reset(self) -> None:
        """Nothing was derived from options."""


class Ended(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def no_exit(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(code: int) -> None:
        raise Ended(code)

    monkeypatch.setattr(service.os, "_exit", end)


@pytest.mark.parametrize("error", [exception.ConfigInvalid(reason="[x]y is wrong"), ZeroDivisionError("oops")])
def test_a_start_that_fails_ends_the_daemon(
    no_exit: None, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    launched = service.Process(Broken(error))
    with pytest.raises(Ended, match="^1$"):
        launched.start()
    assert capsys.readouterr().err.strip().splitlines()[-1] == f"nova-test cannot start: {error}"


def test_a_worker_that_cannot_start_says_so_to_its_supervisor(no_exit: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(service.supervisor.SUPERVISED, str(os.getppid()))
    with pytest.raises(Ended, match=str(service.supervisor.CANNOT_START)):
        service.Process(Broken(ZeroDivisionError("oops"))).start()


def test_a_start_that_still_waits_is_broken_off(no_exit: None) -> None:
    launched = service.Process(Broken(None))
    with pytest.raises(Ended, match="0"):
        launched.stop()


def test_a_worker_that_cannot_close_its_connections_ends_without(no_exit: None) -> None:
    worker = Broken(None)
    launched = service.Process(worker)
    launched.start()
    launched.stop()
    worker.stuck = True
    with pytest.raises(Ended, match="0"):
        launched.stop()


def test_a_bus_that_does_not_close_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr(service, "CLOSE_S", 0.05)
    assert not service.closes(release.wait)
    release.set()
    assert service.closes(release.wait)


def test_handlers_that_run_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([1] * 20)
    monkeypatch.setattr(service, "CLOSE_S", 0.05)
    monkeypatch.setattr(service.transport, "in_hand", lambda: next(answers, 0))
    done = threading.Event()
    threading.Timer(0.08, done.set).start()
    assert service.closes(done.wait), "that was longer than a broker gets"


def test_a_daemon_without_a_broker_gives_up_on_it_once(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    release = threading.Event()
    monkeypatch.setattr(service, "CLOSE_S", 0.05)
    monkeypatch.setattr(service.transport, "server", lambda topic, host, endpoints: Server(topic, asked, release))
    parts = service.Parts(endpoints={"compute": [], "compute-alt": []}, end=lambda: asked.append("end"))
    daemon = service.Daemon(IDENTITY, lambda: parts)
    daemon.start()
    daemon.stop()
    release.set()
    assert daemon.stuck
    assert asked == ["start compute", "start compute-alt", "stop compute", "end"]


def test_a_daemon_says_what_it_waits_for_and_when_it_is_late(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched: dict[str, Check] = {}

    class Monitor(switch.Off):
        def watch(self, checks: Iterable[Check]) -> None:
            watched.update((check.name, check) for check in checks)

        def stop(self) -> None:
            watched.clear()

    def begin(binary: str, checks: Iterable[Check]) -> Monitor:
        monitor = Monitor()
        monitor.watch(checks)
        return monitor

    monkeypatch.setattr(service.switch, "begin", begin)
    during: list[str | None] = []
    own = Check("own", lambda: None)
    parts = service.Parts(begin=lambda: during.append(watched["start"].probe()), checks=(own,))
    daemon = service.Daemon(IDENTITY, lambda: parts)
    daemon.start()
    try:
        assert during == ["not started yet; what it waits for is in its log"]
        assert sorted(watched) == ["broker", "heartbeat", "own", "start"]
        assert (watched["start"].probe(), watched["heartbeat"].probe()) == (None, None)
        registry.broken = True
        daemon._reported_at -= 31
        assert "31 s ago; after 60 s it counts as down" in str(watched["heartbeat"].probe())
    finally:
        daemon.stop()
    assert watched == {}


def test_monitoring_is_prepared_before_the_first_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(binary: str, owner: int) -> None:
        raise exception.ConfigInvalid(reason=f"{binary}: taken")

    monkeypatch.setattr(service.switch, "prepare", refuse)
    monkeypatch.setattr(service.Process, "run", lambda self: pytest.fail("it was started"))
    with pytest.raises(exception.ConfigInvalid, match="nova-test: taken"):
        service.run(service.Daemon(IDENTITY, service.Parts))


def test_a_worker_that_follows_another_joins_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    owners: list[int] = []
    monkeypatch.setenv(service.supervisor.SUPERVISED, str(os.getppid()))
    monkeypatch.setattr(service.switch, "prepare", lambda binary, owner: owners.append(owner))
    monkeypatch.setattr(service.transport, "preload", lambda: None)
    monkeypatch.setattr(service.supervisor, "fork", lambda workers, descriptor: pytest.fail("it was forked"))
    monkeypatch.setattr(service.Process, "run", lambda self: None)
    try:
        service.run(service.Daemon(IDENTITY, service.Parts), workers=2)
    finally:
        gc.unfreeze()
    assert owners == [service.os.getppid()]


def test_a_worker_that_follows_another_serves_the_same_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    with service.listen("127.0.0.1", 0) as first:
        monkeypatch.setenv(service.supervisor.SOCKET, str(first.fileno()))
        monkeypatch.setenv(service.supervisor.SUPERVISED, str(os.getppid()))
        second = service.listen("127.0.0.1", 1)
        assert second.getsockname() == first.getsockname()
        second.detach()


def test_workers_share_what_is_loaded_before_the_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def note(*_: object) -> None:
        told.append(f"{gc.get_freeze_count() > 1000} {gc.get_threshold() == service.GC_THRESHOLDS}")

    monkeypatch.setattr(service.transport, "preload", lambda: told.append("loaded"))
    monkeypatch.setattr(service.supervisor, "fork", lambda workers, descriptor: told.append(f"{workers} workers"))
    monkeypatch.setattr(service.Process, "run", note)
    for workers in (1, 3):
        try:
            service.run(service.Daemon(IDENTITY, service.Parts), workers)
        finally:
            gc.unfreeze()
    assert told == ["loaded", "True True", "loaded", "3 workers", "True True"]


PROGRAM = """
import sys
sys.argv[1:] or sys.exit("which kind of threads?")
import os
os.environ["OS_NOVA_DISABLE_EVENTLET_PATCHING"] = sys.argv[1]
import nova_lite.cmd
from nova_lite import concurrency, conf, service
from nova_lite.conf import CONF
conf.parse_args(["x", "--config-file", sys.argv[2]])

class Worker:
    identity, stuck, descriptor = service.Identity("nova-test", "t", "h"), False, None
    def start(self):
        print("started", flush=True)
    def stop(self):
        concurrency.sleep(0.1)
        print("stopped", flush=True)
    def reset(self):
        print("reset", CONF.debug, flush=True)

service.run(Worker())
print("over", flush=True)
"""


@pytest.mark.parametrize("native", ["true", "false"])
def test_a_process_does_what_signals_ask_for(tmp_path: Path, native: str) -> None:
    config = tmp_path / "nova.conf"
    config.write_text("[DEFAULT]\ndebug = false\n")
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, native, str(config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "started\n"
        config.write_text("[DEFAULT]\ndebug = true\n")
        process.send_signal(signal.SIGHUP)
        assert process.stdout.readline() == "reset True\n"
        config.write_text("[DEFAULT\n")
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGTERM)
        assert process.stdout.read() == "stopped\nover\n"
        assert process.wait(10) == 0


@pytest.mark.parametrize("native", ["true", "false"])
def test_an_interrupted_process_does_not_wait(tmp_path: Path, native: str) -> None:
    config = tmp_path / "nova.conf"
    config.write_text("")
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, native, str(config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "started\n"
        process.send_signal(signal.SIGINT)
        assert (process.stdout.read(), process.wait(10)) == ("", 1)
