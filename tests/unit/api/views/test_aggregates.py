# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Aggregates as clients see them."""

import datetime

from nova_lite.api.views import aggregates as view
from nova_lite.db.api.aggregates import FullAggregate
from nova_lite.db.api.models import Aggregate
from tests.unit.api.views.requests import at

ROW = Aggregate(id=1, uuid="u", name="a", created_at=datetime.datetime(2026, 1, 1))
FOUND = FullAggregate(ROW, ("h",), {"availability_zone": "west"})


def test_new_ones_have_neither_hosts_nor_metadata() -> None:
    shown = view.full(at(41), FOUND)
    assert (shown["hosts"], shown["availability_zone"], shown["uuid"]) == (["h"], "west", "u")
    assert set(shown) - set(view.created(at(41), FOUND)) == {"hosts", "metadata"}
    assert "uuid" not in view.full(at(40), FOUND)
