# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers of cells that do not answer as clients see them, from 2.69 on: fewer keys, status UNKNOWN."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.views import servers
from nova_lite.objects.instance import Instance
from nova_lite.operations.down_cells import HiddenServer

UNKNOWN = "UNKNOWN"
_BRIEF = ("id", "links")
_DETAIL = ("id", "tenant_id", "created", "links")
_SHOW = (*_DETAIL, "image", "flavor", "OS-EXT-STS:power_state", "server_groups")
_ZONE = "OS-EXT-AZ:availability_zone"


def brief(req: ApiRequest, instance: Instance) -> dict[str, Any]:
    """An item of the short list."""
    return _some(req, instance, _BRIEF)


def detail(req: ApiRequest, instance: Instance) -> dict[str, Any]:
    """An item of the long list."""
    return _some(req, instance, _DETAIL)


def shown(req: ApiRequest, server: HiddenServer) -> dict[str, Any]:
    """One server."""
    instance = server.instance
    return {
        **_some(req, instance, _SHOW, server.groups),
        "user_id": instance.user_id or UNKNOWN,
        _ZONE: instance.availability_zone or UNKNOWN,
    }


def _some(
    req: ApiRequest, instance: Instance, keys: tuple[str, ...], groups: list[str] | None = None
) -> dict[str, Any]:
    """Some keys of the usual view, and the status."""
    facts = servers.Facts(server_groups=groups or [])
    found = {
        row.key: row.value(req, instance, facts) for row in servers.rows(req.version, servers.SHOW) if row.key in keys
    }
    return {**found, "status": UNKNOWN}
