# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers of cells that do not answer as clients see them, from 2.69 on: fewer keys, status UNKNOWN."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import answers
from nova_lite.api.views import servers
from nova_lite.api.views.fields import Field, View, always
from nova_lite.objects.instance import Instance
from nova_lite.operations.down_cells import HiddenServer

UNKNOWN = "UNKNOWN"
_DETAIL_KEYS = ("id", "tenant_id", "created", "links")
_SHOWN_KEYS = (*_DETAIL_KEYS, "image", "flavor", "OS-EXT-STS:power_state", "server_groups")
_STATUS = Field("status", answers.word(UNKNOWN), always(UNKNOWN))
_ZONE = "OS-EXT-AZ:availability_zone"


def _of(title: str, keys: tuple[str, ...], *more: Field) -> View:
    """Some keys of the usual view, and the status."""
    return View(title, *(row for row in servers.full.fields if row.key in keys), _STATUS, *more)


BRIEF = _of("UnreachableServerOfList", ("id", "links"))
DETAIL = _of("UnreachableServerInDetail", _DETAIL_KEYS)
SHOWN = _of(
    "UnreachableServer",
    _SHOWN_KEYS,
    Field("user_id", answers.TEXT, lambda req, one, facts: one.user_id or UNKNOWN),
    Field(_ZONE, answers.TEXT, lambda req, one, facts: one.availability_zone or UNKNOWN),
)


def brief(req: ApiRequest, instance: Instance) -> dict[str, Any]:
    """An item of the short list."""
    return BRIEF(req, instance, servers.Facts())


def detail(req: ApiRequest, instance: Instance) -> dict[str, Any]:
    """An item of the long list."""
    return DETAIL(req, instance, servers.Facts())


def shown(req: ApiRequest, server: HiddenServer, with_specs: bool) -> dict[str, Any]:
    """One server. with_specs: the caller may see the extra specs of its flavor."""
    return SHOWN(req, server.instance, servers.Facts(flavor_specs=with_specs, server_groups=server.groups))
