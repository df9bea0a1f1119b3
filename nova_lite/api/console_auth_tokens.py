# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-console-auth-tokens: where the holder of a console token may connect, for console proxies."""

from typing import Any

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing
from nova_lite.api.validation import Query
from nova_lite.operations import console_tokens

_RULE = "os_compute_api:os-console-auth-tokens"
_ONE = "/os-console-auth-tokens/{id}"
_QUERY = Query(strict_since=(2, 99))


def refuse(req: ApiRequest) -> None:
    """Until 2.30 only RDP consoles had this, and there are none any more."""
    raise exception.Invalid("The requested console type details are not accessible")


def show(req: ApiRequest) -> dict[str, Any]:
    """GET /os-console-auth-tokens/{token}."""
    _, row = console_tokens.find(req.context, req.params["id"])
    names = ["instance_uuid", "host", "port", "internal_access_path"]
    if req.at_least("2.99"):
        names.append("tls_port")
    return {"console": {name: getattr(row, name) for name in names}}


ROUTES = (
    Route("GET", _ONE, "show", refuse, query=_QUERY, until="2.30"),
    Route("GET", _ONE, "show", show, _RULE, query=_QUERY, policy_target=nothing, since="2.31"),
)
