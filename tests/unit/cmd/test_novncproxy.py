# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-novncproxy's main module: it refuses to start without pages to serve or with a scheme it cannot speak."""

import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from nova_lite import exception
from nova_lite.cmd import novncproxy as main
from nova_lite.conf import CONF


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> Iterator[list[Any]]:
    calls: list[Any] = []
    monkeypatch.setattr(main.proxy, "serve", lambda *arguments: calls.append(arguments))
    monkeypatch.setattr(main.store, "use", lambda store: None)
    CONF.set_override("web", str(tmp_path))
    yield calls
    CONF.clear_override("web")
    CONF.clear_override("auth_schemes", group="vnc")


def test_serves_where_the_options_say(served: list[Any]) -> None:
    main._body()
    assert served == [(CONF.vnc.novncproxy_host, CONF.vnc.novncproxy_port, CONF.web)]


def test_missing_pages_are_named(served: list[Any]) -> None:
    CONF.set_override("web", "/no/such/folder")
    with pytest.raises(exception.ConfigInvalid, match="/no/such/folder"):
        main._body()
    assert served == []


def test_schemes_without_none_are_refused(served: list[Any]) -> None:
    CONF.set_override("auth_schemes", ["vencrypt"], group="vnc")
    with pytest.raises(exception.ConfigInvalid, match="auth_schemes"):
        main._body()
    assert served == []
