# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Signs of a daemon that has a call in hand, for whoever waits for its answer.

A caller that gets none for a while takes the call for lost: with a broker, or with a daemon that was killed. The
library gives signs of calls that run; here they are given from the moment a call is read, since a busy daemon has
hundreds whose turn has not come.
"""

import threading
import time
from dataclasses import dataclass
from typing import Any

from oslo_log import log as logging
from oslo_messaging.rpc.server import RPCServer

from nova_lite import concurrency

LOG = logging.getLogger(__name__)

LOOK_S = 1.0
# Signs in the time after which the caller gives up.
SIGNS = 3


@dataclass(slots=True)
class _Call:
    """A call in hand: how often its caller wants a sign, and when the next one is due."""

    interval_s: float
    due: float


class Signs:
    """The calls that one server has in hand; a thread looks at them while there are any."""

    def __init__(self) -> None:
        self._calls: dict[Any, _Call] = {}
        self._lock = threading.Lock()
        self._is_watched = False

    def take(self, message: Any) -> None:
        """A message was read; one that nobody waits for needs no signs."""
        if not message.client_timeout:
            return
        interval_s = message.client_timeout / SIGNS
        message.client_timeout = None  # else the library starts a thread for each call
        with self._lock:
            self._calls[message] = _Call(interval_s, time.monotonic() + interval_s)
            watched, self._is_watched = self._is_watched, True
        if not watched:
            concurrency.spawn(self._watch)

    def drop(self, message: Any) -> None:
        """It is answered."""
        with self._lock:
            self._calls.pop(message, None)

    def _watch(self) -> None:
        while self._is_needed():
            concurrency.sleep(LOOK_S)
            self.give(time.monotonic())

    def _is_needed(self) -> bool:
        with self._lock:
            self._is_watched = bool(self._calls)
            return self._is_watched

    def give(self, now: float) -> None:
        """Give those that are due."""
        with self._lock:
            calls = list(self._calls.items())
        for message, call in calls:
            if call.due <= now and message in self._calls:
                call.due = now + call.interval_s
                try:
                    message.heartbeat()
                except Exception as error:
                    LOG.debug("Whoever waits for a call hears nothing of it: %s", error)


class Server(RPCServer):
    """A server whose callers know that it has their calls."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._signs = Signs()

    def _on_incoming(self, incoming: Any) -> None:
        self._signs.take(incoming[0])
        super()._on_incoming(incoming)

    def _process_incoming(self, incoming: Any) -> None:
        try:
            super()._process_incoming(incoming)
        finally:
            self._signs.drop(incoming[0])
