# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""One store per process, set once by the main module."""

import inspect
from collections.abc import Iterator

import pytest

from nova_lite.objects import store
from nova_lite.objects.database import DatabaseStore
from nova_lite.objects.store import Store


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(store, "_state", {})
    return


def test_current_is_what_was_set() -> None:
    mine = DatabaseStore()
    store.use(mine)
    assert store.current() is mine


def test_forgetting_to_set_one_is_noticed() -> None:
    with pytest.raises(KeyError):
        store.current()


def test_the_database_store_takes_the_arguments_of_the_protocol() -> None:
    for name, method in inspect.getmembers(Store, inspect.isfunction):
        if not name.startswith("_"):
            kept = inspect.signature(getattr(DatabaseStore, name))
            assert list(kept.parameters) == list(inspect.signature(method).parameters), name
