# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Runs a main module's body without a process: what it would listen on, and what it would start in how many workers."""

from types import ModuleType
from typing import Any

import pytest

from nova_lite import concurrency


class Started:
    """What a main asked the daemon skeleton for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, main: ModuleType) -> None:
        self.listening: list[tuple[str, int]] = []
        self.workers: list[tuple[Any, int]] = []
        self.stores: list[Any] = []
        monkeypatch.setattr(concurrency, "listen", self._listen)
        monkeypatch.setattr(main.service, "run", self._run)
        monkeypatch.setattr(main.store, "use", self.stores.append)

    def _listen(self, host: str, port: int) -> str:
        self.listening.append((host, port))
        return "socket"

    def _run(self, worker: Any, workers: int = 1) -> None:
        self.workers.append((worker, workers))

    @property
    def worker(self) -> Any:
        """The one worker that was started."""
        [(worker, _)] = self.workers
        return worker
