# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Monitoring costs nothing until it is wanted."""

import subprocess
import sys
from typing import Any

import pytest

from nova_lite.conf import CONF
from nova_lite.monitor import switch
from nova_lite.monitor.checks import Check

CHECK = Check("all", lambda: None)
LOADED = """
import sys
from nova_lite.cmd import {main}
from nova_lite.monitor import switch
switch.prepare("x", 1); switch.begin("x").stop(); switch.accompany("x", ())
print([name for name in sys.modules if name == "prometheus_client" or name.startswith("nova_lite.monitor.")])
"""


class Loaded:
    """Stands for nova_lite.monitor.worker."""

    def __init__(self, has_joined: bool) -> None:
        self.calls: list[Any] = []
        self._has_joined = has_joined

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments: self.calls.append((name, *arguments))

    def has_joined(self) -> bool:
        return self._has_joined

    def Worker(self, binary: str) -> Any:
        self.calls.append(("Worker", binary))
        return self


@pytest.mark.parametrize("main", ["compute", "api"])
def test_off_means_that_nothing_is_loaded(main: str) -> None:
    command = [sys.executable, "-W", "ignore", "-c", LOADED.format(main=main)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "['nova_lite.monitor.checks', 'nova_lite.monitor.switch']"


def test_off_monitor_accepts_everything() -> None:
    monitor = switch.begin("nova-compute", (CHECK,))
    assert isinstance(monitor, switch.Off)
    monitor.watch((CHECK,))
    monitor.stop()


@pytest.mark.parametrize("has_joined", [True, False])
def test_workers_of_other_servers_find_each_other_by_their_group(
    monkeypatch: pytest.MonkeyPatch, has_joined: bool
) -> None:
    loaded = Loaded(has_joined)
    monkeypatch.setattr(switch, "_load", lambda: loaded)
    monkeypatch.setattr(switch.os, "getpgrp", lambda: 77)
    monkeypatch.setattr(switch.os, "getpid", lambda: 78)
    CONF.set_override("enabled", True, "metrics_http")
    try:
        switch.prepare("nova-metadata", 78)
        switch.prepare("nova-metadata", 79)
        switch.begin("nova-metadata", (CHECK,))
        switch.accompany("nova-novncproxy", (CHECK,))
    finally:
        CONF.clear_override("enabled", "metrics_http")
    joins = [] if has_joined else [("join", "nova-metadata", 77)]
    assert loaded.calls == [
        ("prepare", "nova-metadata", 78),
        ("join", "nova-metadata", 79),
        *joins,
        ("Worker", "nova-metadata"),
        ("watch", (CHECK,)),
        ("accompany", "nova-novncproxy", (CHECK,)),
    ]
