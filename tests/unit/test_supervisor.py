# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A supervisor with workers that are real processes."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from nova_lite import concurrency, supervisor

# A daemon with two workers, which write what happens to them into a folder.
PROGRAM = """
    import os, signal, socket, sys, time
    from pathlib import Path
    from nova_lite import supervisor

    folder, number = Path(sys.argv[1]), supervisor.inherited_socket()
    sock = socket.socket(fileno=number) if number is not None else socket.create_server(("127.0.0.1", 0))

    def note(what):
        (folder / f"{os.getpid()}.{what}").touch()

    signal.signal(signal.SIGTERM, lambda *_: (note("stopped"), os._exit(0)))
    signal.signal(signal.SIGHUP, lambda *_: note("reset"))
    if not supervisor.is_supervised():
        Path(supervisor.NAME).write_text("two-workers")
        supervisor.fork(2, sock.fileno())
    if (folder / "broken").exists():
        os._exit(supervisor.CANNOT_START)
    (folder / f"{os.getpid()}.address").write_text(str(sock.getsockname()))
    note("ready")
    while True:
        time.sleep(60)
"""


class Running:
    """The daemon, and what its workers noted."""

    def __init__(self, folder: Path, command: list[str] | None = None) -> None:
        self.folder = folder
        command = command or [sys.executable, "-c", textwrap.dedent(PROGRAM), str(folder)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

    def noted(self, what: str) -> set[int]:
        """The workers that noted something."""
        return {int(path.stem) for path in self.folder.glob(f"*.{what}")}

    def wait_for(self, what: str, count: int) -> set[int]:
        """Those workers, when they are so many."""
        assert concurrency.wait_until(lambda: len(self.noted(what)) >= count, 10, 0.01), f"{what}: {self.noted(what)}"
        return self.noted(what)


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path)
    yield running
    running.process.kill()
    running.process.communicate()


def test_what_ps_shows_of_it_starts_the_daemon(daemon: Running) -> None:
    """Whoever kills a daemon and starts it again by that has a daemon."""
    workers = daemon.wait_for("ready", 2)
    shown = Path(f"/proc/{daemon.process.pid}/cmdline")
    assert concurrency.wait_until(lambda: supervisor.__file__ in shown.read_text(), 10, 0.01)
    command = shown.read_text().rstrip("\0").split("\0")
    daemon.process.kill()
    daemon.process.wait(10)
    again = Running(daemon.folder, command)
    try:
        assert len(daemon.wait_for("ready", 4) - workers) == 2
        again.process.send_signal(signal.SIGTERM)
        assert again.process.wait(10) == 0
        assert len(daemon.noted("stopped") - workers) == 2
    finally:
        again.process.kill()
        again.process.communicate()


def test_signals_are_passed_on_and_the_last_worker_ends_the_daemon(daemon: Running) -> None:
    workers = daemon.wait_for("ready", 2)
    assert daemon.process.pid not in workers
    name = Path(f"/proc/{daemon.process.pid}/comm")
    assert concurrency.wait_until(lambda: name.read_text() == "two-workers\n", 10, 0.01)
    daemon.process.send_signal(signal.SIGHUP)
    assert daemon.wait_for("reset", 2) == workers
    daemon.process.send_signal(signal.SIGTERM)
    assert daemon.process.wait(10) == 0
    assert daemon.noted("stopped") == workers == daemon.noted("ready")


def test_a_worker_that_dies_is_followed_by_one_that_serves_the_same_socket(daemon: Running) -> None:
    first = daemon.wait_for("ready", 2)
    os.kill(min(first), signal.SIGKILL)
    (new,) = daemon.wait_for("ready", 3) - first
    addresses = {(daemon.folder / f"{pid}.address").read_text() for pid in (new, max(first))}
    assert len(addresses) == 1
    daemon.process.send_signal(signal.SIGTERM)
    assert daemon.process.wait(10) == 0
    assert daemon.noted("stopped") == {max(first), new}
    assert daemon.process.stderr is not None
    assert f"worker {min(first)} ended with -9, another follows" in daemon.process.stderr.read()


def test_a_worker_that_cannot_start_ends_the_daemon(daemon: Running) -> None:
    first = daemon.wait_for("ready", 2)
    (daemon.folder / "broken").touch()
    os.kill(min(first), signal.SIGKILL)
    assert daemon.process.wait(10) == 1
    assert daemon.noted("stopped") == {max(first)}


def test_workers_end_with_a_supervisor_that_is_killed(daemon: Running) -> None:
    workers = daemon.wait_for("ready", 2)
    daemon.process.kill()
    daemon.process.wait(10)
    assert concurrency.wait_until(lambda: not any(map(runs, workers)), 10, 0.01)
    assert not daemon.noted("stopped")


def runs(pid: int) -> bool:
    """True for a process that has not ended, whether or not somebody has looked at its end."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_it_needs_nothing_but_the_standard_library() -> None:
    """It is run without site packages, to stay small."""
    code = "import runpy, sys; runpy.run_path(sys.argv[1]); print(len(sys.modules))"
    command = [sys.executable, "-I", "-S", "-c", code, supervisor.__file__]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert int(loaded) < 100


def test_nobody_is_supervised_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not supervisor.is_supervised() and supervisor.inherited_socket() is None
    with socket.socket() as sock:
        monkeypatch.setenv(supervisor.SOCKET, str(sock.fileno()))
        monkeypatch.setenv(supervisor.SUPERVISED, str(os.getppid()))
        assert supervisor.inherited_socket() == sock.fileno()


def test_who_only_has_a_workers_environment_is_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(supervisor.SOCKET, "6")
    monkeypatch.setenv(supervisor.SUPERVISED, str(os.getpid()))
    assert not supervisor.is_supervised() and supervisor.inherited_socket() is None
