# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the functional tests."""

import pytest

from tests import conformance
from tests.functional.stack import cloud, stack

__all__ = ["cloud", "stack"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many answers were held against their documents."""
    terminalreporter.write_line(f"{conformance.checked} answers of the API are as documented")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of shared processes come last: their services live until the session ends, and two Placements cannot."""
    items.sort(key=lambda item: ("/processes/" in item.path.as_posix(), "running" in getattr(item, "fixturenames", ())))
