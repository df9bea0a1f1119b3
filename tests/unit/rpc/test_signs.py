# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A caller hears of its call from the moment it is read until it is answered."""

import time
from typing import Any

import pytest

from nova_lite.rpc import signs
from nova_lite.rpc.signs import RPCServer, Server, Signs


class Message:
    """As oslo.messaging hands it over; counts its signs."""

    def __init__(self, client_timeout: float | None, error: Exception | None = None) -> None:
        self.client_timeout = client_timeout
        self.beats = 0
        self._error = error

    def heartbeat(self) -> None:
        """Tell the caller, if it can be told."""
        self.beats += 1
        if self._error is not None:
            raise self._error


def test_signs_come_three_times_before_the_caller_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    given, slow, cast = Message(15), Message(60), Message(None)
    monkeypatch.setattr(signs.concurrency, "spawn", lambda run: None)
    hand = Signs()
    for message in (given, slow, cast):
        hand.take(message)
    now = time.monotonic()
    for second in range(1, 32):
        hand.give(now + second)
    assert (given.beats, slow.beats, cast.beats) == (6, 1, 0)
    assert given.client_timeout is None
    hand.drop(given)
    hand.drop(cast)
    for second in range(32, 42):
        hand.give(now + second)
    assert (given.beats, slow.beats) == (6, 2)


def test_a_caller_that_cannot_be_told_keeps_no_other_from_hearing() -> None:
    deaf, other = Message(3, RuntimeError("no such queue")), Message(3)
    hand = Signs()
    hand.take(deaf)
    hand.take(other)
    hand.give(time.monotonic() + 2)
    assert (deaf.beats, other.beats) == (1, 1)


def test_a_call_is_in_hand_before_its_turn_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beats go on while it waits for a thread and while it runs, and end with its answer, also an error."""
    waiting: list[Any] = []
    monkeypatch.setattr(RPCServer, "__init__", lambda self: None)
    monkeypatch.setattr(RPCServer, "_on_incoming", lambda self, incoming: waiting.append(incoming))

    def process(self: Any, incoming: Any) -> None:
        server._signs.give(time.monotonic() + 12)
        raise RuntimeError("the answer could not be sent")

    monkeypatch.setattr(RPCServer, "_process_incoming", process)
    server, message = Server(), Message(15)
    server._on_incoming([message])
    server._signs.give(time.monotonic() + 6)
    assert message.beats == 1
    with pytest.raises(RuntimeError):
        server._process_incoming(waiting[0])
    server._signs.give(time.monotonic() + 60)
    assert message.beats == 2


def test_somebody_looks_while_there_are_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "LOOK_S", 0.01)
    threads: list[Any] = []
    spawn = signs.concurrency.spawn
    monkeypatch.setattr(signs.concurrency, "spawn", lambda run: threads.append(spawn(run)))
    hand = Signs()
    _watch_two(hand)
    threads[0].join(5)
    assert not threads[0].is_alive()
    _watch_two(hand)
    assert len(threads) == 2


def _watch_two(hand: Signs) -> None:
    first, second = Message(0.02), Message(0.02)
    hand.take(first)
    hand.take(second)
    assert signs.concurrency.wait_until(lambda: first.beats > 1, timeout_s=5, interval_s=0.01)
    hand.drop(first)
    hand.drop(second)
