# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Main of a daemon that can be told to die at a step, with a hypervisor whose guests outlive it.

CRASH_AT names a step and a side ("create/nova-compute/spawn before"); CRASH_MARK is a file that says it has happened:
one death is enough. GUESTS is the file of the guests.
"""

import importlib
import os
import pickle
import signal
import sys
import threading
from pathlib import Path
from typing import Any

CRASH_AT, CRASH_MARK, GUESTS = "NOVA_LITE_TEST_CRASH_AT", "NOVA_LITE_TEST_CRASH_MARK", "NOVA_LITE_TEST_GUESTS"


def _die(place: str) -> None:
    """End all processes of this daemon at once, as a power cut would."""
    mark = Path(os.environ[CRASH_MARK])
    if place == os.environ.get(CRASH_AT) and not mark.exists():
        mark.touch()
        os.killpg(os.getpgid(0), signal.SIGKILL)


def _lasting_driver() -> type[Any]:
    """The fake driver with its guests in a file."""
    fake = importlib.import_module("nova_lite.virt.fake")

    class LastingDriver(fake.FakeDriver):  # type: ignore[name-defined, misc]
        """Guests run on while nova-compute is dead."""

        _keeping = threading.Lock()

        def init_host(self, host: str) -> None:
            super().init_host(host)
            path = Path(os.environ[GUESTS])
            if path.exists():
                self.guests = pickle.loads(path.read_bytes())  # a file that this very class wrote

        def spawn(self, *arguments: Any) -> None:
            super().spawn(*arguments)
            self._keep()

        def destroy(self, *arguments: Any, **options: Any) -> None:
            super().destroy(*arguments, **options)
            self._keep()

        def _keep(self) -> None:
            path = Path(os.environ[GUESTS])
            fresh = path.with_suffix(".new")
            with self._keeping:
                fresh.write_bytes(pickle.dumps(dict(self.guests)))
                fresh.rename(path)

    return LastingDriver


def run(module: str) -> None:
    """Run a daemon's main with the fault built in."""
    main = importlib.import_module(f"nova_lite.cmd.{module}").main
    if os.environ.get(GUESTS):
        sys.modules[__name__].LastingDriver = _lasting_driver()  # type: ignore[attr-defined]
        importlib.import_module("nova_lite.compute.drivers").DRIVERS["fake.FakeDriver"] = (__name__, "LastingDriver")
    steps = importlib.import_module("nova_lite.steps")
    steps.watch(lambda step: _die(f"{step} before"), lambda step, seconds: _die(f"{step} after"))
    main()


def guests(path: Path) -> set[str]:
    """Uuids of the guests in a file."""
    return set(pickle.loads(path.read_bytes())) if path.exists() else set()
