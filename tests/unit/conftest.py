# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What unit tests of any package may use."""

from collections.abc import Iterator

import pytest

from nova_lite import figures
from tests.unit.counting import Counted


@pytest.fixture
def counted() -> Iterator[Counted]:
    """Figures are counted, here, until the test ends."""
    made = Counted()
    figures.plug(made)
    yield made
    figures.plug(None)
