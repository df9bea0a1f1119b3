# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Daemons whose guests outlive them, and which can be told to die at a step."""

import os
from pathlib import Path

from nova_lite.steps import Step
from tests.functional.processes import crashing
from tests.functional.processes.harness import Process


class Fragile(Process):
    """A daemon that can be told to die."""

    main = "from tests.functional.processes import crashing; crashing.run('{module}')"

    def surroundings(self) -> dict[str, str]:
        """Where its guests are kept, and whether it has died."""
        found = {crashing.CRASH_MARK: str(self.config.with_suffix(".crashed"))}
        if self.module == "compute":
            found[crashing.GUESTS] = str(self.config.with_suffix(".guests"))
        return found

    def guests(self) -> set[str]:
        """Uuids of the guests on this host."""
        return crashing.guests(self.config.with_suffix(".guests"))

    def die_at(self, step: Step, side: str) -> None:
        """Start it again so that it dies there once."""
        self.end()
        Path(self.surroundings()[crashing.CRASH_MARK]).unlink(missing_ok=True)
        os.environ[crashing.CRASH_AT] = f"{step} {side}"
        try:
            self.start()
        finally:
            del os.environ[crashing.CRASH_AT]
