# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Threads, pools, locks and deadlines, on native threads."""

import socket
import threading
from concurrent import futures
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from oslo_context import context as oslo_context

from nova_lite import concurrency, green
from tests.unit.clock import Clock


def test_pool_keeps_order_and_limits_threads() -> None:
    pool = concurrency.ThreadPool(2)
    running: list[int] = []
    seen: list[int] = []

    def work(item: int) -> int:
        running.append(item)
        seen.append(len(running))
        concurrency.sleep(0.01)
        running.remove(item)
        return item * 2

    assert pool.map(work, [1, 2, 3, 4]) == [2, 4, 6, 8]
    assert max(seen) <= 2
    pool.shutdown()


def test_named_lock_excludes_by_name() -> None:
    order: list[str] = []
    entered = threading.Event()

    def other() -> None:
        with concurrency.named_lock("same"):
            order.append("other")

    with concurrency.named_lock("same"):
        thread = concurrency.spawn(other)
        with concurrency.named_lock("different"):
            entered.set()
        concurrency.sleep(0.02)
        order.append("first")
    thread.join(5)
    assert order == ["first", "other"]


def test_file_lock_makes_its_folder(tmp_path: Path) -> None:
    with concurrency.file_lock("image", str(tmp_path / "locks")):
        assert list((tmp_path / "locks").iterdir())


def test_deadline_ends() -> None:
    deadline = concurrency.Deadline(0.01)
    assert not deadline.passed()
    concurrency.sleep(0.02)
    assert deadline.passed() and deadline.left_s() == 0.0


def test_wait_until_asks_again_and_gives_up() -> None:
    answers = iter([False, False, True])
    assert concurrency.wait_until(lambda: next(answers), timeout_s=5, interval_s=0.001)
    assert not concurrency.wait_until(lambda: False, timeout_s=0.01, interval_s=0.005)


def test_native_returns_the_result() -> None:
    assert concurrency.native(sum, [1, 2]) == 3


def test_executor_fits_the_threads() -> None:
    assert concurrency.rpc_executor() == ("eventlet" if green.is_on() else "threading")


def test_a_taken_port_is_named() -> None:
    sock = concurrency.listen("127.0.0.1", 0)
    port = sock.getsockname()[1]
    with pytest.raises(OSError, match=f"cannot listen on 127.0.0.1:{port}"):
        concurrency.listen("127.0.0.1", port)
    sock.close()


def test_input_shows_without_waiting() -> None:
    one, other = socket.socketpair()
    assert not concurrency.has_input(one)
    other.sendall(b"x")
    assert concurrency.has_input(one)
    one.recv(1)
    assert not concurrency.has_input(one)
    other.close()
    assert concurrency.has_input(one)
    one.close()


def waiting(batches: concurrency.Batches[Any, Any]) -> int:
    """How many wait for runs that have not begun."""
    run, found = next(iter(batches._latest.values()), None), 0
    while run is not None and run.before is not None:
        run, found = run.before, found + len(run.items)
    return found


class Work:
    """Notes what it is given, and waits in its first run until it may go on."""

    def __init__(self) -> None:
        self.runs: list[list[int]] = []
        self.begun, self.may_go = threading.Event(), threading.Event()

    def run(self, items: list[int]) -> int:
        self.runs.append(list(items))
        self.begun.set()
        assert self.may_go.wait(5)
        if 13 in items:
            raise ValueError(f"{items} has bad luck")
        return sum(items)


def answers_of(batches: concurrency.Batches[int, int], work: Work, items: list[int]) -> dict[int, object]:
    """The first item finds nobody; the others come while it is served."""
    found: dict[int, object] = {}

    def join(item: int) -> None:
        try:
            found[item] = batches.join("key", item)
        except ValueError as error:
            found[item] = str(error)

    threads = []
    for index, item in enumerate(items):
        threads.append(concurrency.spawn(join, item))
        assert work.begun.wait(5)
        assert concurrency.wait_until(partial(as_many_wait, batches, index), 5, 0.005)
    work.may_go.set()
    for thread in threads:
        thread.join(5)
    return found


def as_many_wait(batches: concurrency.Batches[int, int], count: int) -> bool:
    """True when so many callers wait for the next runs."""
    return waiting(batches) >= count


def test_who_comes_meanwhile_is_served_together() -> None:
    work = Work()
    batches = concurrency.Batches(work.run)
    assert answers_of(batches, work, [1, 2, 3, 4]) == {1: 1, 2: 9, 3: 9, 4: 9}
    assert work.runs == [[1], [2, 3, 4]]
    assert batches.join("key", 5) == 5
    assert batches.join("other", 6) == 6
    assert batches._latest == {}


def test_a_run_serves_only_so_many() -> None:
    work = Work()
    batches = concurrency.Batches(work.run, most=2)
    found = answers_of(batches, work, [1, 2, 3, 4, 5, 6])
    assert found == {1: 1, 2: 5, 3: 5, 4: 9, 5: 9, 6: 6}
    assert work.runs == [[1], [2, 3], [4, 5], [6]]
    assert batches._latest == {}


def test_who_comes_first_may_wait_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    may_go, runs = threading.Event(), []
    monkeypatch.setattr(concurrency, "sleep", lambda seconds: runs.append(seconds) or may_go.wait(5))
    batches: concurrency.Batches[int, None] = concurrency.Batches(runs.append, gather_s=0.25)
    threads = [concurrency.spawn(batches.join, "key", number) for number in range(3)]
    assert concurrency.wait_until(lambda: sum(len(run.items) for run in batches._latest.values()) == 3, 5, 0.005)
    may_go.set()
    for thread in threads:
        thread.join(5)
    assert (runs[0], sorted(runs[1])) == (0.25, [0, 1, 2])


def test_a_run_that_hangs_holds_nobody_up_for_longer_than_its_patience() -> None:
    hangs, release = threading.Event(), threading.Event()

    def run(items: list[int]) -> int:
        if items == [1]:
            hangs.set()
            assert release.wait(5)
        return sum(items)

    batches = concurrency.Batches(run, patience_s=0.05)
    first = concurrency.spawn(batches.join, "key", 1)
    assert hangs.wait(5)
    assert batches.join("key", 2) == 2
    assert batches.join("key", 3) == 3
    release.set()
    first.join(5)
    assert batches._latest == {}


def test_who_asks_together_shares_an_answer() -> None:
    begun, may_go, reads = threading.Event(), threading.Event(), []

    def read(number: int) -> int:
        reads.append(number)
        begun.set()
        assert may_go.wait(5)
        return number

    found: list[int] = []
    threads = []
    for number in range(4):
        threads.append(
            concurrency.spawn(lambda mine: found.append(concurrency.shared("key", partial(read, mine))), number)
        )
        assert begun.wait(5)
        assert concurrency.wait_until(partial(as_many_share, number), 5, 0.005)
    may_go.set()
    for thread in threads:
        thread.join(5)
    assert (reads, sorted(found)) == ([0, 1], [0, 1, 1, 1])
    assert concurrency.shared("other", partial(read, 7)) == 7


def as_many_share(count: int) -> bool:
    return waiting(concurrency._shared) >= count


def test_what_was_read_lately_serves_from_when_it_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, recent = Clock.of(concurrency, monkeypatch), concurrency.Recent[str](1.0)

    def slowly() -> str:
        clock.now += 0.6
        return "value"

    assert recent.get("key") is None
    assert recent.read("key", slowly) == "value" == recent.get("key")
    clock.now += 0.5
    assert recent.get("key") is None
    recent.read("key", slowly)
    assert recent.read("key", lambda: "") == "" and recent.get("key") is None, "a newer answer that does not serve"
    recent.read("key", slowly)
    clock.now += 0.5
    recent.read("other", slowly)
    assert list(recent._kept) == ["other"], "what is old is not held for ever"


def test_what_is_forgotten_while_it_is_read_serves_its_caller_only() -> None:
    recent = concurrency.Recent[str](60.0)

    def overtaken() -> str:
        recent.forget()
        return "value"

    assert recent.read("key", overtaken) == "value"
    assert recent.get("key") is None


def test_an_error_of_a_run_is_that_of_all_its_callers() -> None:
    work = Work()
    found = answers_of(concurrency.Batches(work.run), work, [1, 2, 13])
    assert found == {1: 1, 2: "[2, 13] has bad luck", 13: "[2, 13] has bad luck"}


def test_callers_may_run_apart_when_they_fail_together() -> None:
    work = Work()
    found = answers_of(concurrency.Batches(work.run, (ValueError,)), work, [1, 2, 13, 3])
    assert found == {1: 1, 2: 2, 13: "[13] has bad luck", 3: 3}
    assert work.runs[:2] == [[1], [2, 13, 3]]
    assert sorted(work.runs[2:]) == [[2], [3], [13]]
    with pytest.raises(ValueError, match="13"):
        concurrency.Batches(work.run, (ValueError,)).join("key", 13)


def test_a_call_ahead_runs_beside_and_gives_its_result_or_error() -> None:
    begun, go = threading.Event(), threading.Event()
    seen: list[Any] = []

    def work(value: int) -> int:
        begun.set()
        seen.append(oslo_context.get_current())
        assert go.wait(5)
        if value < 0:
            raise ValueError(value)
        return value

    context = oslo_context.RequestContext(overwrite=True)
    good, bad = concurrency.ahead(work, 1), concurrency.ahead(work, -1)
    assert begun.wait(5)
    go.set()
    assert good() == 1
    with pytest.raises(ValueError):
        bad()
    assert seen == [context, context]


def test_soon_runs_beside_its_caller_with_the_callers_request() -> None:
    seen: futures.Future[str | None] = futures.Future()
    asked = oslo_context.RequestContext(request_id="req-1", overwrite=True)
    concurrency.soon(lambda: seen.set_result(getattr(oslo_context.get_current(), "request_id", None)))
    assert seen.result(5) == asked.request_id
