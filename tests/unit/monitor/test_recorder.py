# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Figures of several processes in one text."""

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from nova_lite import figures
from nova_lite.monitor.folder import Folder
from nova_lite.monitor.recorder import PrometheusRecorder

FORK = multiprocessing.get_context("fork")


def in_process(path: Path, work: Callable[[PrometheusRecorder], None], monkeypatch: pytest.MonkeyPatch) -> str:
    """Record in a process of its own, which ends; returns what it would have answered."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(path))
    end, theirs = FORK.Pipe()

    def live() -> None:
        recorder = PrometheusRecorder(Folder(path))
        work(recorder)
        theirs.send(recorder.text().decode())

    child = FORK.Process(target=live)
    child.start()
    assert end.poll(20)
    child.join(20)
    return str(end.recv())


def samples(text: str) -> dict[str, float]:
    return {
        sample.name + "".join(f" {value}" for _, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_counters_and_durations_outlive_their_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(recorder: PrometheusRecorder) -> None:
        for seconds in (0.001, 0.3):
            recorder.observe(figures.STEPS, seconds, ("create", "spawn"))
        recorder.add(figures.STATEMENTS, 2, ("nova",))
        recorder.set(figures.POOL, 5, ("nova", "size"))
        recorder.set(figures.BUILDS_OLDEST, 1.5, ())

    in_process(tmp_path, work, monkeypatch)
    found = samples(in_process(tmp_path, work, monkeypatch))
    assert found["nova_db_statements_total nova"] == 4
    assert found["nova_step_seconds_count create spawn"] == 4
    assert found["nova_step_seconds_sum create spawn"] == pytest.approx(0.602)
    assert found["nova_step_seconds_bucket 0.005 create spawn"] == 2
    assert found["nova_step_seconds_bucket 0.5 create spawn"] == 4
    assert (found["nova_db_pool_connections nova size"], found["nova_builds_oldest_wait_seconds"]) == (5, 1.5)


def test_levels_of_a_process_that_ended_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def level(recorder: PrometheusRecorder) -> None:
        recorder.set(figures.POOL, 5, ("nova", "size"))

    assert samples(in_process(tmp_path, level, monkeypatch)) == {"nova_db_pool_connections nova size": 5}
    assert samples(in_process(tmp_path, lambda recorder: None, monkeypatch)) == {}
