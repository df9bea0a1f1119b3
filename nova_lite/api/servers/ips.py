# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/ips."""

from typing import Any

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.api.views import addresses


def index(req: ApiRequest) -> dict[str, Any]:
    """Addresses of all networks."""
    return {"addresses": addresses.by_network(req.target.instance, extended=False)}


def show(req: ApiRequest) -> dict[str, Any]:
    """Addresses of one network."""
    found = addresses.by_network(req.target.instance, extended=False)
    label = req.params["id"]
    if label not in found:
        raise exception.NotFound("Instance is not a member of specified network")
    return {label: found[label]}
