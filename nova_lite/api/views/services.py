# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Services as clients see them."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import Changing, Field, View, always, column, moment
from nova_lite.operations.services import FoundService

_BINARY = Field("binary", answers.TEXT, column("binary"))
_HOST = Field("host", answers.TEXT, column("host"))

known = View(
    "Service",
    Field("id", answers.INTEGER, column("id"), until="2.52"),
    Field("id", answers.UUID, column("uuid"), "2.53"),
    _BINARY,
    _HOST,
    Field("zone", answers.TEXT, column("zone")),
    Field(
        "status",
        answers.word("enabled", "disabled"),
        lambda req, found: "disabled" if found.disabled else "enabled",
    ),
    Field("state", answers.word("up", "down"), lambda req, found: "up" if found.up else "down"),
    Field("updated_at", answers.PLAIN_TIME_OR_NULL, moment("updated_at")),
    Field("disabled_reason", answers.TEXT_OR_NULL, column("disabled_reason")),
    Field("forced_down", answers.BOOLEAN, column("forced_down"), "2.11"),
)
# Of a cell that does not answer: what is known without it.
hidden = View("UnreachableService", _BINARY, _HOST, Field("status", answers.word("UNKNOWN"), always("UNKNOWN")))
ANY = Changing(("2.1", known), ("2.69", answers.either(known, hidden)))


def full(req: ApiRequest, found: FoundService) -> dict[str, Any]:
    """One service, as far as its cell answers."""
    return known(req, found) if found.reachable else hidden(req, found)
