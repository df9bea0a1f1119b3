# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Console log and consoles."""

from typing import Any

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.operations import console

# Types by protocol, and the microversions that know them.
PROTOCOLS = {"vnc": ["novnc", "xvpvnc"], "spice": ["spice-html5"], "serial": ["serial"], "rdp": ["rdp-html5"]}
WITH_MKS = {**PROTOCOLS, "mks": ["webmks"]}
WITH_SPICE_DIRECT = {**WITH_MKS, "spice": ["spice-html5", "spice-direct"]}

# The actions of 2.1 to 2.5, each for one protocol.
ACTIONS = {"os-getVNCConsole": "vnc", "os-getSPICEConsole": "spice", "os-getSerialConsole": "serial"}


def output(req: ApiRequest) -> dict[str, Any]:
    """Last lines of the console log."""
    length = req.body["os-getConsoleOutput"].get("length")
    lines = int(length) if length is not None else None
    text = console.output(req.target, None if lines is None or lines < 0 else lines)
    return {"output": text}


def create(req: ApiRequest) -> dict[str, Any]:
    """An authorised console of any type (2.6 and later)."""
    wanted = req.body["remote_console"]
    protocol, kind = wanted["protocol"], wanted["type"]
    if kind not in WITH_SPICE_DIRECT.get(protocol, []):
        raise exception.ConsoleTypeUnavailable(console_type=kind)
    return {"remote_console": {"protocol": protocol, "type": kind, "url": console.connect(req.target, protocol, kind)}}


def legacy(req: ApiRequest) -> dict[str, Any]:
    """The actions os-getVNCConsole and its kin (up to 2.5)."""
    action, body = next(iter(req.body.items()))
    kind = body["type"]
    return {"console": {"type": kind, "url": console.connect(req.target, ACTIONS[action], kind)}}
