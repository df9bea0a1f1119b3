# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The shared folder, with real processes: its locks belong to processes, so that one alone would prove nothing."""

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from nova_lite.monitor import folder as folders
from nova_lite.monitor.folder import Folder

FORK = multiprocessing.get_context("fork")


class Other:
    """Another process that does one thing with the folder and then waits for its end."""

    def __init__(self, path: Path, work: Callable[[Folder], Any]) -> None:
        self._end, theirs = FORK.Pipe()
        self._process = FORK.Process(target=self._live, args=(theirs, path, work))
        self._process.start()
        assert self._end.poll(20)
        self.answer = self._end.recv()

    @staticmethod
    def _live(end: Connection, path: Path, work: Callable[[Folder], Any]) -> None:
        folder = Folder(path)
        end.send(work(folder))
        end.recv()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def kill(self) -> None:
        self._process.kill()
        self._process.join(20)


@pytest.fixture
def others(tmp_path: Path) -> Iterator[Callable[..., Other]]:
    made: list[Other] = []

    def start(work: Callable[[Folder], Any], path: Path = tmp_path) -> Other:
        made.append(Other(path, work))
        return made[-1]

    yield start
    for one in made:
        one.kill()


def test_each_process_has_a_slot_which_the_next_one_takes_over(tmp_path: Path, others: Any) -> None:
    first, second = others(Folder.slot), others(Folder.slot)
    assert (first.answer, second.answer) == (0, 1)
    watching = Folder(tmp_path)
    assert list(watching.live()) == [0, 1] and list(watching.dead()) == []
    first.kill()
    assert list(watching.live()) == [1] and list(watching.dead()) == [0]
    assert others(Folder.slot).answer == 0


def test_a_forked_child_has_a_slot_of_its_own(others: Any) -> None:
    def fork(folder: Folder) -> list[int]:
        own = folder.slot()
        end, theirs = FORK.Pipe()
        child = FORK.Process(target=lambda: theirs.send((folder.slot(), sorted(folder.live()))))
        child.start()
        slot, live = end.recv()
        child.join()
        return [own, slot, *live, *folder.live()]

    assert others(fork).answer == [0, 1, 0, 1, 0]


def test_one_process_speaks_until_it_ends(others: Any) -> None:
    first, second = others(Folder.become_speaker), others(Folder.become_speaker)
    assert (first.answer, second.answer) == (True, False)
    assert others(lambda folder: [folder.become_speaker() for _ in range(2)]).answer == [False, False]
    first.kill()
    assert others(lambda folder: [folder.become_speaker() for _ in range(2)]).answer == [True, True]


def test_health_is_that_of_the_processes_that_run(tmp_path: Path, others: Any) -> None:
    checks = [{"check": "broker", "ok": True, "reason": None, "age_s": 1.0}]

    def write(folder: Folder) -> None:
        folder.write_health(checks)

    first, second = others(write), others(write)
    found = Folder(tmp_path).read_health()
    assert [pid for pid, _, _ in found] == sorted([first.pid, second.pid])
    assert all(0 <= silent_s < 20 and read == checks for _, silent_s, read in found)
    first.kill()
    others(Folder.slot)
    assert [pid for pid, _, _ in Folder(tmp_path).read_health()] == sorted([first.pid, second.pid])
    second.kill()
    assert [pid for pid, _, _ in Folder(tmp_path).read_health()] == [first.pid]


def test_folders_of_daemons_that_are_gone_are_removed(tmp_path: Path, others: Any) -> None:
    own = folders.path_of(tmp_path, "nova-api", os.getpid())
    gone, reused = tmp_path / "nova-api-999999999-5", tmp_path / f"nova-api-{os.getpid()}-1"
    served = tmp_path / "nova-api-999999998-5"
    foreign = tmp_path / "what-is-this"
    for path in (own, gone, reused, served, foreign):
        path.mkdir()
    other = others(Folder.slot, served)
    folders.remove_stale(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([own, served, foreign])
    other.kill()
    folders.remove_stale(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([own, foreign])
    shutil.rmtree(own)


def test_start_time_tells_processes_apart() -> None:
    assert folders.started_at(os.getpid()) and folders.started_at(999999999) is None
