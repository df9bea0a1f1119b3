# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The way to Placement that its client modules share: microversion, error texts, error codes.

Knows no resource; providers.py, allocations.py and client.py do.
"""

from typing import Any
from urllib import parse

from nova_lite import exception, keystone_auth
from nova_lite.context import RequestContext
from nova_lite.keystone_auth import Reply

GROUP = "placement"
MICROVERSION = "1.36"
CONCURRENT_UPDATE = "placement.concurrent_update"
INVENTORY_IN_USE = "placement.inventory.inuse"


def request(context: RequestContext | None, method: str, path: str, json: Any = None) -> Reply:
    """One request with our credentials; raises PeerUnavailable and nothing else."""
    rest = keystone_auth.rest(GROUP, context, as_service=True)
    return rest.request(method, path, json=json, microversion=MICROVERSION)


def encode(parameters: list[tuple[str, str]]) -> str:
    """A query string."""
    return parse.urlencode(parameters)


def _errors(reply: Reply) -> list[dict[str, Any]]:
    errors = reply.body.get("errors")
    return [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []


def error_code(reply: Reply) -> str:
    """Placement's machine-readable code of a refusal; empty when there is none."""
    return str(next((one.get("code") for one in _errors(reply) if one.get("code")), ""))


def error_text(reply: Reply) -> str:
    """Why Placement refused, in its own words."""
    details = [str(one.get("detail", "")).strip() for one in _errors(reply)]
    text = " ".join(" ".join(details).split())
    return text or f"HTTP {reply.status}"


def refuse(reply: Reply) -> exception.NovaException:
    """The error for an answer that no caller expects."""
    if reply.status in (401, 403):
        return exception.PeerUnavailable(service=GROUP, reason=f"our account may not do this: {error_text(reply)}")
    return exception.ResourceProviderInvalid(reason=error_text(reply))
