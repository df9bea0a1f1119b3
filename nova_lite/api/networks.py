# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-networks and os-tenant-networks: reading Neutron's networks, until 2.35. What wrote them is gone (gone.py)."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.views import networks as view
from nova_lite.operations import networks

_RULE = "os_compute_api:os-networks:"
_PROJECT_RULE = "os_compute_api:os-tenant-networks:"
_LAST = "2.35"


def index(req: ApiRequest) -> dict[str, Any]:
    """All networks that the caller can see."""
    return {"networks": [view.full(req, one) for one in networks.listed(req.context)]}


def show(req: ApiRequest) -> dict[str, Any]:
    """One network."""
    return {"network": view.full(req, networks.get(req.context, req.params["id"]))}


def index_of_project(req: ApiRequest) -> dict[str, Any]:
    """All networks that the caller can see, in few words."""
    return {"networks": [view.brief(one) for one in networks.listed(req.context)]}


def show_of_project(req: ApiRequest) -> dict[str, Any]:
    """One network in few words."""
    return {"network": view.brief(networks.get(req.context, req.params["id"]))}


ROUTES = (
    Route("GET", "/os-networks", "list", index, f"{_RULE}list", until=_LAST),
    Route("GET", "/os-networks/{id}", "show", show, f"{_RULE}show", until=_LAST),
    Route("GET", "/os-tenant-networks", "list", index_of_project, f"{_PROJECT_RULE}list", until=_LAST),
    Route("GET", "/os-tenant-networks/{id}", "show", show_of_project, f"{_PROJECT_RULE}show", until=_LAST),
)
