# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What console proxies have in common."""

import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from nova_lite import exception
from nova_lite.cmd import console_proxy
from nova_lite.conf import CONF


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    calls: list[Any] = []
    monkeypatch.setattr(console_proxy.proxy, "serve", lambda *arguments: calls.append(arguments[:3]))
    monkeypatch.setattr(console_proxy.store, "use", lambda store: None)
    yield calls
    CONF.clear_override("web")


def test_pages_are_the_operators_or_the_usual_ones(served: list[Any], tmp_path: pathlib.Path) -> None:
    console_proxy.serve("nova-proxy", "::1", 1, str(tmp_path))
    CONF.set_override("web", "/no/such/folder")
    with pytest.raises(exception.ConfigInvalid, match="/no/such/folder"):
        console_proxy.serve("nova-proxy", "::1", 1, str(tmp_path))
    assert served == [("::1", 1, str(tmp_path))]


def test_a_proxy_may_have_no_pages(served: list[Any]) -> None:
    CONF.set_override("web", "/no/such/folder")
    console_proxy.serve("nova-proxy", "::1", 1, None)
    assert served == [("::1", 1, None)]


def test_console_scripts_read_the_command_line_of_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(console_proxy.bootstrap, "prepare", seen.append)
    monkeypatch.setattr(console_proxy.bootstrap, "run_or_exit", lambda *arguments: seen.append(arguments))
    monkeypatch.setattr(console_proxy.conf, "register_proxy_cli", lambda conf: seen.append("options"))
    console_proxy.run("nova-proxy", lambda: None)
    assert seen[:2] == ["options", "nova-proxy"] and seen[2][0] == "nova-proxy"
