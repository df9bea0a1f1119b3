# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""How often Keystone is asked, and what its errors become. tests/functional/test_quotas.py asks one over HTTP."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from keystoneauth1 import exceptions as ks_exceptions
from openstack import exceptions as sdk_exceptions
from oslo_limit import exception as limit_exceptions
from oslo_limit import limit

from nova_lite import exception
from nova_lite.limits import keystone


@dataclass
class Library:
    """Stands in for oslo.limit's enforcer."""

    asked: list[str | None] = field(default_factory=list)
    now: float = 0.0

    def __call__(self, callback: Any, cache: bool) -> "Library":
        assert not cache, "the library never forgets what it caches"
        return self

    def get_registered_limits(self, names: None) -> list[tuple[str, int]]:
        self.asked.append(None)
        return [("servers", len(self.asked))]

    def get_project_limits(self, project_id: str, names: None) -> list[tuple[str, int]]:
        self.asked.append(project_id)
        return [("servers", 7)]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    made = Library()
    monkeypatch.setattr(limit, "Enforcer", made)
    return made


def test_registered_limits_are_read_once_for_a_while(library: Library) -> None:
    reader = keystone.Reader(lambda: library.now)
    assert reader.registered() == reader.registered() == {"servers": 1}
    assert reader.registered(fresh=True) == reader.registered() == {"servers": 2}
    library.now = keystone.CACHE_S + 1
    assert reader.registered() == {"servers": 3}


def test_limits_of_projects_are_read_every_time(library: Library) -> None:
    reader = keystone.Reader()
    assert reader.of_project("p") == reader.of_project("p") == {"servers": 7}
    assert library.asked == ["p", "p"]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (sdk_exceptions.HttpException("no"), exception.PeerUnavailable),
        (limit_exceptions.SessionInitError("no"), exception.PeerUnavailable),
        (ks_exceptions.ConnectFailure("no"), exception.PeerUnavailable),
        (ValueError("Either service_type or service_name should be set"), exception.ConfigInvalid),
    ],
)
def test_errors_are_ours(monkeypatch: pytest.MonkeyPatch, error: Exception, expected: type[Exception]) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(limit, "Enforcer", refuse)
    for ask in (keystone.Reader().registered, lambda: keystone.Reader().of_project("p")):
        with pytest.raises(expected, match="oslo_limit"):
            ask()
