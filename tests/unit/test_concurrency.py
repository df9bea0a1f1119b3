# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Threads, pools, locks and deadlines, on native threads."""

import threading
from pathlib import Path

import pytest

from nova_lite import concurrency


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
    assert concurrency.rpc_executor() == ("eventlet" if concurrency.is_green() else "threading")


def test_a_taken_port_is_named() -> None:
    sock = concurrency.listen("127.0.0.1", 0)
    port = sock.getsockname()[1]
    with pytest.raises(OSError, match=f"cannot listen on 127.0.0.1:{port}"):
        concurrency.listen("127.0.0.1", port)
    sock.close()
