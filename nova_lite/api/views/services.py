# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Services as clients see them."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.views import times
from nova_lite.operations.services import FoundService


def status(found: FoundService) -> str:
    """enabled or disabled."""
    return "disabled" if found.disabled else "enabled"


def state(found: FoundService) -> str:
    """up or down."""
    return "up" if found.up else "down"


def full(req: ApiRequest, found: FoundService) -> dict[str, Any]:
    """One service; of a cell that does not answer only what is known without it."""
    if not found.reachable:
        return {"binary": found.binary, "host": found.host, "status": "UNKNOWN"}
    shown: dict[str, Any] = {
        "id": found.uuid if req.at_least("2.53") else found.id,
        "binary": found.binary,
        "host": found.host,
        "zone": found.zone,
        "status": status(found),
        "state": state(found),
        "updated_at": times.plain(found.updated_at),
        "disabled_reason": found.disabled_reason,
    }
    if req.at_least("2.11"):
        shown["forced_down"] = found.forced_down
    return shown
