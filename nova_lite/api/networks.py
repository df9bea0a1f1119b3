# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-networks and os-tenant-networks: reading Neutron's networks, until 2.35. What wrote them is gone (gone.py)."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.schemas import answers
from nova_lite.api.views import networks as view
from nova_lite.api.views.fields import View
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
    return {"networks": [view.brief(req, one) for one in networks.listed(req.context)]}


def show_of_project(req: ApiRequest) -> dict[str, Any]:
    """One network in few words."""
    return {"network": view.brief(req, networks.get(req.context, req.params["id"]))}


def _rows(path: str, rule: str, handlers: tuple[Any, Any], network: View) -> tuple[Route, ...]:
    """The list and one of it."""
    listed, one = answers.one("networks", answers.listed(network)), answers.one("network", network)
    return (
        Route("GET", path, "list", handlers[0], f"{rule}list", answer=listed, until=_LAST),
        Route("GET", f"{path}/{{id}}", "show", handlers[1], f"{rule}show", answer=one, until=_LAST),
    )


ROUTES = (
    *_rows("/os-networks", _RULE, (index, show), view.full),
    *_rows("/os-tenant-networks", _PROJECT_RULE, (index_of_project, show_of_project), view.brief),
)
