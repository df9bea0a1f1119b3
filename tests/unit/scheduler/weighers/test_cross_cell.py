# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""CrossCellWeigher."""

from nova_lite.scheduler.weighers.cross_cell import CrossCellWeigher
from tests.unit.scheduler.builders import a_host, a_spec


def test_value() -> None:
    one = CrossCellWeigher()
    assert one.value(a_host(cell_uuid="x"), a_spec()) == 0.0
    assert one.value(a_host(cell_uuid="x"), a_spec(move_from_cell="x")) == 1.0
    assert one.value(a_host(cell_uuid="y"), a_spec(move_from_cell="x")) == -1.0
