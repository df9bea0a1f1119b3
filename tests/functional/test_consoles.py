# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Consoles of every type, and what their tokens open."""

import urllib.parse
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from nova_lite.conf import CONF
from tests.functional.stack import Stack


@pytest.fixture
def enable() -> Iterator[Callable[[str], None]]:
    """Switches the consoles of a section on, until the test ends."""
    sections: list[str] = []

    def switch_on(section: str) -> None:
        sections.append(section)
        CONF.set_override("enabled", True, section)

    yield switch_on
    for section in sections:
        CONF.clear_override("enabled", section)


def ask(stack: Stack, uuid: str, protocol: str, kind: str) -> Any:
    """The answer to the wish for a console."""
    body = {"remote_console": {"protocol": protocol, "type": kind}}
    return stack.request("POST", f"/servers/{uuid}/remote-consoles", body)


@pytest.mark.parametrize(
    ("protocol", "kind", "section"),
    [("spice", "spice-html5", "spice"), ("spice", "spice-direct", "spice"), ("serial", "serial", "serial_console")],
)
def test_consoles_that_are_switched_on(
    stack: Stack, enable: Callable[[str], None], protocol: str, kind: str, section: str
) -> None:
    uuid = stack.boot()
    stack.wait_for(uuid, "ACTIVE")
    assert ask(stack, uuid, protocol, kind).status_code == 400
    enable(section)
    url = ask(stack, uuid, protocol, kind).json["remote_console"]["url"]
    (token,) = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["token"]
    shown = stack.request("GET", f"/os-console-auth-tokens/{token}", who=stack.cloud.admin).json["console"]
    assert shown["instance_uuid"] == uuid and ("tls_port" in shown) == (kind == "spice-direct")


def test_consoles_that_no_host_has(stack: Stack, enable: Callable[[str], None]) -> None:
    uuid = stack.boot()
    stack.wait_for(uuid, "ACTIVE")
    assert ask(stack, uuid, "rdp", "rdp-html5").status_code == 400
    assert ask(stack, uuid, "mks", "webmks").status_code == 400
    enable("mks")
    assert ask(stack, uuid, "mks", "webmks").status_code == 501
