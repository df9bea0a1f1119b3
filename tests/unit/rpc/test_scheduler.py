# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The scheduler client."""

from typing import Any

import pytest

from nova_lite.context import RequestContext
from nova_lite.rpc import scheduler


def test_every_method_of_the_table_has_its_function(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(scheduler, "send", lambda context, topic, method, **arguments: sent.append(method.name))
    context: Any = RequestContext()
    scheduler.select_destinations(context, None, [])  # type: ignore[arg-type]
    scheduler.select_for_each(context, [], [], [])
    scheduler.update_aggregates(context, [1])
    scheduler.delete_aggregate(context, 1)
    assert sent == list(scheduler.METHODS)
