# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-availability-zone: zones for everybody, their hosts for administrators."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing
from nova_lite.api.schemas import availability_zones as schemas
from nova_lite.api.schemas import queries
from nova_lite.api.views import times
from nova_lite.operations import zones
from nova_lite.operations.services import FoundService

_RULE = "os_compute_api:os-availability-zone:"


def index(req: ApiRequest) -> dict[str, Any]:
    """GET /os-availability-zone; the internal zone is hidden."""
    found = [zone for zone in zones.listed(req.context) if not zones.is_internal(zone)]
    return {"availabilityZoneInfo": [_shown(zone, None) for zone in found]}


def detail(req: ApiRequest) -> dict[str, Any]:
    """GET /os-availability-zone/detail."""
    found = zones.listed(req.context)
    return {"availabilityZoneInfo": [_shown(zone, _hosts(zone) if zone.available else None) for zone in found]}


def _shown(zone: zones.Zone, hosts: dict[str, Any] | None) -> dict[str, Any]:
    return {"zoneName": zone.name, "zoneState": {"available": zone.available}, "hosts": hosts}


def _hosts(zone: zones.Zone) -> dict[str, Any]:
    hosts: dict[str, Any] = {}
    for found in zone.services:
        if not found.disabled:
            hosts.setdefault(found.host, {})[found.binary] = _service(found)
    return hosts


def _service(found: FoundService) -> dict[str, Any]:
    return {"active": not found.disabled, "available": found.up, "updated_at": times.plain(found.updated_at)}


_PATH = "/os-availability-zone"

ROUTES = (
    Route("GET", _PATH, "index", index, f"{_RULE}list", query=queries.NONE, answer=schemas.LIST),
    Route(
        "GET",
        f"{_PATH}/detail",
        "detail",
        detail,
        f"{_RULE}detail",
        query=queries.NONE,
        answer=schemas.DETAIL,
        policy_target=nothing,
    ),
)
