# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""One compute host on fakes."""

from collections.abc import Iterator
from typing import Any

import pytest

from nova_lite.compute import operation
from nova_lite.conf import CONF
from nova_lite.objects import store
from nova_lite.placement import allocations, client
from nova_lite.rpc import conductor, scheduler
from tests.unit.compute.fakes import HOST, Cloud


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """A host whose tracker has measured it once; messages and Placement requests are recorded."""
    made = Cloud()
    monkeypatch.setattr(store, "_state", {"store": made.store})
    monkeypatch.setattr(operation, "PAUSE_S", 0)

    def send(context: Any, topic: str, method: Any, **arguments: Any) -> Any:
        made.sent.append((method.name, arguments))
        return made.answers.get(method.name)

    for module in (conductor, scheduler):
        monkeypatch.setattr(module, "send", send)
    monkeypatch.setattr(allocations, "of_provider", made.allocations.of_provider)
    monkeypatch.setattr(allocations, "delete", made.allocations.delete)
    monkeypatch.setattr(allocations, "give_back", made.allocations.give_back)
    monkeypatch.setattr(client, "known_traits", lambda context, names=None: frozenset(names or ()))
    CONF.set_override("host", HOST)
    made.tracker.refresh(made.context)
    made.store.calls.clear()
    made.providers.calls.clear()
    made.driver.calls.clear()
    yield made
    CONF.clear_override("host")
