# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The folder that the worker processes of one daemon share: a slot for each, and one of them as their speaker.

A slot is a number. Its owner holds a lock that the kernel gives up when the process ends, so that the next worker goes
on with the slot's counters: a worker that was replaced neither loses nor doubles what was counted, and files stay few.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SPEAKER = "speaker.lock"


def started_at(pid: int) -> str | None:
    """When a process began, as the kernel says it: with its number it names a process for good. None: it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return None


def path_of(parent: Path, binary: str, owner: int) -> Path:
    """The folder of a daemon whose workers belong to process `owner`."""
    return parent / f"{binary}-{owner}-{started_at(owner)}"


def remove_stale(parent: Path) -> None:
    """Remove folders whose owner and whose workers are gone."""
    for path in parent.glob("*-*-*"):
        _, pid, began = path.name.rsplit("-", 2)
        if pid.isdigit() and started_at(int(pid)) != began and not list(Folder(path).live()):
            shutil.rmtree(path, ignore_errors=True)


class Folder:
    """One daemon's folder, as one of its processes sees it. After a fork the child has a slot of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pid = 0
        self._slot = 0
        self._locks: dict[str, int] = {}

    def slot(self) -> int:
        """This process's number, taken on first use."""
        if self._pid != os.getpid():
            self._locks.clear()
            self._slot = next(number for number in range(1 << 16) if self._lock(_lock_name(number)))
            self._pid = os.getpid()
        return self._slot

    def become_speaker(self) -> bool:
        """True once this process answers for all: the first that asks, the next one when that has ended."""
        return self._lock(SPEAKER)

    def _lock(self, name: str) -> bool:
        if name in self._locks:
            return True
        descriptor = os.open(self.path / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        self._locks[name] = descriptor
        return True

    def live(self) -> Iterator[int]:
        """Slots whose process runs."""
        for number, is_live in self._slots():
            if is_live:
                yield number

    def dead(self) -> Iterator[int]:
        """Slots whose process has ended and that nobody has taken since."""
        for number, is_live in self._slots():
            if not is_live:
                yield number

    def _slots(self) -> Iterator[tuple[int, bool]]:
        for path in self.path.glob(_lock_name("*")):
            number = int(path.name.split(".")[1])
            # Closing a file gives up all locks that this process has on it: its own slot is never opened again.
            yield number, (self._pid == os.getpid() and number == self._slot) or _is_locked(path)

    def write_health(self, results: list[dict[str, Any]]) -> None:
        """What this process's checks say; readers see the old text or the new one, whole."""
        path = self.path / f"health.{self.slot()}.json"
        text = json.dumps({"pid": os.getpid(), "written_at": time.monotonic(), "checks": results})
        fresh = path.with_suffix(".new")
        fresh.write_text(text)
        fresh.replace(path)

    def read_health(self) -> list[tuple[int, float, list[dict[str, Any]]]]:
        """Of each process that runs and has written: its id, how many seconds ago, and its checks."""
        found = []
        for number in self.live():
            try:
                read = json.loads((self.path / f"health.{number}.json").read_text())
            except FileNotFoundError:
                continue
            found.append((int(read["pid"]), time.monotonic() - read["written_at"], read["checks"]))
        return sorted(found)


def _lock_name(number: int | str) -> str:
    return f"slot.{number}.lock"


def _is_locked(path: Path) -> bool:
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
