# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A clock for modules that measure with `time.monotonic()`."""

import time
from types import ModuleType

import pytest


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        """As in the module `time`."""
        return self.now

    @staticmethod
    def sleep(seconds: float) -> None:
        """For real."""
        time.sleep(seconds)

    @classmethod
    def of(cls, module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> "Clock":
        """A clock in place of the one that a module looks at."""
        made = cls()
        monkeypatch.setattr(module, "time", made)
        return made
