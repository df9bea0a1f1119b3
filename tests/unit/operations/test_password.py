# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The password slot."""

import pytest

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.objects import store
from nova_lite.operations import password
from tests.unit.guestdata.builders import an_instance


class Saved:
    """A store that remembers what was saved."""

    def __init__(self) -> None:
        self.updates: dict[str, object] = {}

    def save_instance(self, context: RequestContext, uuid: str, updates: dict[str, object], expected: object) -> None:
        self.updates = updates


def test_long_passwords_are_split_and_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    saved = Saved()
    monkeypatch.setattr(store, "current", lambda: saved)
    instance = an_instance()
    text = "x" * 600
    password.store(RequestContext(), instance, text)
    stored = saved.updates["system_metadata"]
    assert isinstance(stored, dict) and len(stored["password_2"]) == 90
    assert password.get(instance) == text
    with pytest.raises(exception.Conflict):
        password.store(RequestContext(), instance, "again")


def test_too_long() -> None:
    with pytest.raises(exception.Invalid, match="Request is too large"):
        password.store(RequestContext(), an_instance(), "x" * 1021)


def test_none_set() -> None:
    assert password.get(an_instance()) == ""
