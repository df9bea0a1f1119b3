# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-console-auth-tokens: where the holder of a console token may connect, for console proxies."""

from typing import Any

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing
from nova_lite.api.schemas import answers
from nova_lite.api.validation import Query
from nova_lite.api.views.fields import ABSENT, Field, View, column
from nova_lite.operations import console_tokens

_RULE = "os_compute_api:os-console-auth-tokens"
_ONE = "/os-console-auth-tokens/{id}"
_QUERY = Query(strict_since=(2, 99))

view = View(
    "ConsoleConnection",
    Field("instance_uuid", answers.UUID, column("instance_uuid")),
    Field("host", answers.TEXT, column("host")),
    Field("port", answers.INTEGER, column("port")),
    Field("internal_access_path", answers.TEXT_OR_NULL, column("internal_access_path")),
    Field(
        "tls_port",
        answers.INTEGER_OR_NULL,
        lambda req, row: row.tls_port if row.console_type == "spice-direct" else ABSENT,
        "2.99",
        optional=True,
    ),
)


def refuse(req: ApiRequest) -> None:
    """Until 2.30 only RDP consoles had this, and there are none any more."""
    raise exception.Invalid("The requested console type details are not accessible")


def show(req: ApiRequest) -> dict[str, Any]:
    """GET /os-console-auth-tokens/{token}."""
    _, row = console_tokens.find(req.context, req.params["id"])
    return {"console": view(req, row)}


ROUTES = (
    Route("GET", _ONE, "show", refuse, query=_QUERY, until="2.30"),
    Route(
        "GET",
        _ONE,
        "show",
        show,
        _RULE,
        query=_QUERY,
        answer=answers.one("console", view),
        policy_target=nothing,
        since="2.31",
    ),
)
