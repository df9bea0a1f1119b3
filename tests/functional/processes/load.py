# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Clients that create and delete servers whatever happens to the daemons, and remember what they were promised."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.functional.fixtures.keystone import Identity
from tests.functional.processes.stack import Stack

NO_ANSWER = "no answer"
MOST = 24
AT_ONCE = 5


@dataclass(slots=True)
class Promises:
    """What the API said. created: names that were accepted. ids: name by id. deleting: ids that somebody wanted gone;
    deleted: those where the API agreed."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    created: set[str] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)
    deleting: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)

    def broken(self, servers: list[dict[str, Any]]) -> dict[str, list[str]]:
        """Promises that do not hold for the servers that there are."""
        there, names = {one["id"] for one in servers}, {one["name"] for one in servers}
        excused = {self.ids[uuid] for uuid in self.deleting if uuid in self.ids}
        found = {"lost": sorted(self.created - names - excused), "not deleted": sorted(self.deleted & there)}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Wish:
    """A kind of create: who asks, with what besides the usual, and for how many servers at most."""

    kind: str
    weight: int
    who: Identity
    server: dict[str, Any] = field(default_factory=dict)
    most: int = 1


class Client(threading.Thread):
    """Asks for one thing after the other until told to stop; its seed decides for what."""

    def __init__(self, seed: str, stack: Stack, wishes: list[Wish], promises: Promises) -> None:
        super().__init__(name=seed, daemon=True)
        self._seed = seed.replace("/", "-")
        self._dice = random.Random(seed)
        self._stack = stack
        self._wishes = wishes
        self._promises = promises
        self._stop_now = threading.Event()
        self._number = 0
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            while not self._stop_now.wait(self._dice.uniform(0.05, 0.6)):
                self._act()
        except Exception as error:
            self.error = error

    def finish(self) -> None:
        """Let it end the request in hand and stop; raises what went wrong."""
        self._stop_now.set()
        self.join()
        if self.error is not None:
            raise self.error

    def _act(self) -> None:
        self._look()
        with self._promises.lock:
            left = sorted(self._promises.ids.keys() - self._promises.deleting)
        weights: dict[Callable[[list[str]], None], int] = {
            self._make: 1 if len(left) > MOST else 5,
            self._ask_once: min(5, len(left)),
            self._ask_twice: 1,
        }
        [action] = self._dice.choices(list(weights), list(weights.values()))
        action(left)

    def _look(self) -> None:
        """Learn ids of servers: those of many, and those whose create was not answered."""
        answer = self._ask("list", "GET", "/servers/detail?all_tenants=1")
        if answer is not None and answer.status_code == 200:
            with self._promises.lock:
                # Of servers whose cell does not answer little is shown.
                known = [one for one in answer.json()["servers"] if "name" in one]
                self._promises.ids.update({one["id"]: one["name"] for one in known})

    def _make(self, left: list[str]) -> None:
        [wish] = self._dice.choices(self._wishes, [one.weight for one in self._wishes])
        count = self._dice.randint(1, wish.most)
        self._number += 1
        name = f"{self._seed}-{self._number}"
        body = {
            "name": name,
            "flavorRef": "1",
            "imageRef": self._stack.image,
            "min_count": count,
            "max_count": count,
            **wish.server,
        }
        answer = self._ask(wish.kind, "POST", "/servers", {"server": body}, wish.who)
        if answer is not None and answer.status_code == 202:
            with self._promises.lock:
                self._promises.created |= {name} if count == 1 else {f"{name}-{one + 1}" for one in range(count)}
                if count == 1:
                    self._promises.ids[answer.json()["server"]["id"]] = name

    def _ask_once(self, left: list[str]) -> None:
        self._remove("delete", self._dice.choice(left))

    def _ask_twice(self, left: list[str]) -> None:
        with self._promises.lock:
            asked = sorted(self._promises.deleting)
        if asked:
            self._remove("delete again", self._dice.choice(asked))

    def _remove(self, kind: str, uuid: str) -> None:
        with self._promises.lock:
            self._promises.deleting.add(uuid)
        answer = self._ask(kind, "DELETE", f"/servers/{uuid}")
        if answer is not None and answer.status_code in (204, 404):
            with self._promises.lock:
                self._promises.deleted.add(uuid)

    def _ask(
        self, kind: str, method: str, path: str, body: Any = None, who: Identity | None = None
    ) -> requests.Response | None:
        """One request; None when nobody answered."""
        answer = None
        try:
            answer = self._stack.api.request(method, path, body, who, timeout_s=20)
        except requests.RequestException:
            pass  # whether it was done is for the end to show
        with self._promises.lock:
            self._promises.outcomes[kind, NO_ANSWER if answer is None else str(answer.status_code)] += 1
        return answer
