# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A recorder of figures that remembers everything it is told."""

from nova_lite.figures import Figure, Kind


class Counted:
    """figures.Recorder in memory."""

    def __init__(self) -> None:
        self.amounts: dict[tuple[Figure, tuple[str, ...]], float] = {}
        self.durations: dict[tuple[Figure, tuple[str, ...]], list[float]] = {}

    def add(self, figure: Figure, amount: float, labels: tuple[str, ...]) -> None:
        assert figure.kind is not Kind.SECONDS and len(labels) == len(figure.labels), figure
        self.amounts[figure, labels] = self.amounts.get((figure, labels), 0) + amount

    def set(self, figure: Figure, value: float, labels: tuple[str, ...]) -> None:
        assert figure.kind in (Kind.SUM, Kind.MOST, Kind.LEAST) and len(labels) == len(figure.labels), figure
        self.amounts[figure, labels] = value

    def observe(self, figure: Figure, seconds: float, labels: tuple[str, ...]) -> None:
        assert figure.kind is Kind.SECONDS and len(labels) == len(figure.labels) and seconds >= 0, figure
        self.durations.setdefault((figure, labels), []).append(seconds)

    def of(self, figure: Figure) -> dict[tuple[str, ...], float]:
        """A figure's values by labels; of durations their number."""
        if figure.kind is Kind.SECONDS:
            return {labels: len(values) for (one, labels), values in self.durations.items() if one is figure}
        return {labels: value for (one, labels), value in self.amounts.items() if one is figure}
