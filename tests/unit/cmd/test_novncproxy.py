# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-novncproxy's main module: it refuses to start without pages to serve or with a scheme it cannot speak."""

import os
import pathlib
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from nova_lite import exception
from nova_lite.cmd import novncproxy as main
from nova_lite.conf import CONF


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> Iterator[list[Any]]:
    calls: list[Any] = []
    monkeypatch.setattr(main.console_proxy.proxy, "serve", lambda *arguments: calls.append(arguments))
    monkeypatch.setattr(main.console_proxy.store, "use", lambda store: None)
    CONF.set_override("web", str(tmp_path))
    yield calls
    CONF.clear_override("web")
    CONF.clear_override("auth_schemes", group="vnc")


def test_serves_where_the_options_say(served: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    main._body()
    [(host, port, web, before)] = served
    assert (host, port, web) == (CONF.vnc.novncproxy_host, CONF.vnc.novncproxy_port, CONF.web)
    accompanied: list[Any] = []
    monkeypatch.setattr(main.console_proxy.switch, "accompany", lambda *arguments: accompanied.append(arguments))
    before()
    assert accompanied == [("nova-novncproxy", ())]


def test_missing_pages_are_named(served: list[Any]) -> None:
    CONF.set_override("web", "/no/such/folder")
    with pytest.raises(exception.ConfigInvalid, match="/no/such/folder"):
        main._body()
    assert served == []


def test_tls_alone_needs_a_certificate(served: list[Any]) -> None:
    CONF.set_override("ssl_only", True)
    try:
        with pytest.raises(exception.ConfigInvalid, match="self.pem"):
            main._body()
    finally:
        CONF.clear_override("ssl_only")
    assert served == []


def test_options_on_the_command_line(tmp_path: pathlib.Path) -> None:
    wanted = [
        "--config-file",
        "nova.conf",
        "--web",
        "/pages",
        "--cert",
        "c",
        "--key",
        "k",
        "--record",
        "r",
        "--ssl_only",
        "--source_is_ipv6",
    ]
    wanted += ["--vnc-novncproxy_host", "::1", "--vnc-novncproxy_port", "7000"]
    (tmp_path / "nova.conf").write_text("[DEFAULT]\nweb = /other\n")
    script = (
        "import sys; from nova_lite.cmd import novncproxy as m; sys.argv = ['nova-novncproxy', *sys.argv[1:]];"
        " m._body = lambda: print(m.CONF.web, m.CONF.cert, m.CONF.key, m.CONF.record, m.CONF.ssl_only,"
        " m.CONF.source_is_ipv6, m.CONF.daemon, m.CONF.vnc.novncproxy_host, m.CONF.vnc.novncproxy_port); m.main()"
    )
    command = [sys.executable, "-W", "ignore", "-c", script, *wanted]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path, env=with_our_path()
    )
    assert done.stdout.splitlines()[-1].split() == ["/pages", "c", "k", "r", "True", "True", "False", "::1", "7000"], (
        done.stderr
    )


def with_our_path() -> dict[str, str]:
    """The environment for another process that imports the same code."""
    return {**os.environ, "PYTHONPATH": str(pathlib.Path(main.__file__).parents[2])}


def test_schemes_without_none_are_refused(served: list[Any]) -> None:
    CONF.set_override("auth_schemes", ["vencrypt"], group="vnc")
    with pytest.raises(exception.ConfigInvalid, match="auth_schemes"):
        main._body()
    assert served == []
