# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/shares, from 2.97 on."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.operations import shares


def index(req: ApiRequest) -> dict[str, Any]:
    """Shares of the server."""
    return {"shares": []}


def show(req: ApiRequest) -> None:
    """One share of the server."""
    shares.find(req.target, req.params["id"])


def create(req: ApiRequest) -> None:
    """Attach a share to a stopped server."""
    shares.attach(req.target, req.body["share"]["share_id"])


def delete(req: ApiRequest) -> None:
    """Detach a share."""
    shares.detach(req.target, req.params["id"])
