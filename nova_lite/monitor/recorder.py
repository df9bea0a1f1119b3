# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Keeps the figures with prometheus_client, in files that all worker processes of a daemon share.

The library writes each process's values into memory-mapped files and adds them up when it is asked for all.
"""

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess, values

from nova_lite.figures import Figure, Kind
from nova_lite.monitor.folder import Folder

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


def _made(figure: Figure) -> Any:
    """The library's object, in no registry: what is shown is read from the files."""
    common = (figure.name, figure.text, figure.labels)
    if figure.kind is Kind.COUNTER:
        return Counter(*common, registry=None)
    if figure.kind is Kind.SECONDS:
        return Histogram(*common, registry=None, buckets=BUCKETS_S)
    mode: Any = figure.kind.value
    return Gauge(*common, registry=None, multiprocess_mode=mode)


class PrometheusRecorder:
    """figures.Recorder on a folder, which $PROMETHEUS_MULTIPROC_DIR must name."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._figures: dict[Figure, Any] = {}
        self._children: dict[tuple[Figure, tuple[str, ...]], Any] = {}
        # Gauges of the worker that had this slot before us.
        multiprocess.mark_process_dead(folder.slot(), str(folder.path))
        values.ValueClass = values.MultiProcessValue(folder.slot)

    def _child(self, figure: Figure, labels: tuple[str, ...]) -> Any:
        """The library's object for one set of labels. Two threads may make it twice, which changes nothing."""
        found = self._children.get((figure, labels))
        if found is None:
            made = self._figures.get(figure) or self._figures.setdefault(figure, _made(figure))
            found = self._children[figure, labels] = made.labels(*labels) if figure.labels else made
        return found

    def add(self, figure: Figure, amount: float, labels: tuple[str, ...]) -> None:
        """Count."""
        self._child(figure, labels).inc(amount)

    def set(self, figure: Figure, value: float, labels: tuple[str, ...]) -> None:
        """Set a gauge."""
        self._child(figure, labels).set(value)

    def observe(self, figure: Figure, seconds: float, labels: tuple[str, ...]) -> None:
        """Note a duration."""
        self._child(figure, labels).observe(seconds)

    def text(self) -> bytes:
        """All figures of all workers in Prometheus's text format; gauges of workers that ended are left out."""
        for number in self._folder.dead():
            multiprocess.mark_process_dead(number, str(self._folder.path))
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry, str(self._folder.path))
        return bytes(generate_latest(registry))
