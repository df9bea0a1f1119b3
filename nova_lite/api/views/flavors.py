# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Flavors as clients see them."""

from collections.abc import Callable, Mapping
from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.db.api.models import Flavor

Value = Callable[[Flavor], Any]

# Field, first and last microversion (as the number behind "2."), value.
_FIELDS: tuple[tuple[str, int, int, Value], ...] = (
    ("id", 1, 999, lambda row: row.flavorid),
    ("name", 1, 999, lambda row: row.name),
    ("description", 55, 999, lambda row: row.description),
    ("ram", 1, 999, lambda row: row.memory_mb),
    ("vcpus", 1, 999, lambda row: row.vcpus),
    ("disk", 1, 999, lambda row: row.root_gb),
    ("swap", 1, 74, lambda row: row.swap or ""),
    ("swap", 75, 999, lambda row: row.swap or 0),
    ("OS-FLV-EXT-DATA:ephemeral", 1, 999, lambda row: row.ephemeral_gb),
    ("OS-FLV-DISABLED:disabled", 1, 101, lambda row: bool(row.disabled)),
    ("os-flavor-access:is_public", 1, 999, lambda row: bool(row.is_public)),
    ("rxtx_factor", 1, 101, lambda row: row.rxtx_factor or ""),
)
_BRIEF = frozenset({"id", "name", "description"})


def brief(req: ApiRequest, row: Flavor) -> dict[str, Any]:
    """Id, name and links."""
    return {**_fields(req, row, brief_only=True), "links": req.links("flavors", row.flavorid)}


def full(req: ApiRequest, row: Flavor, specs: Mapping[str, str] | None) -> dict[str, Any]:
    """Everything; `specs` is None if the caller may not see extra specs."""
    found = {**_fields(req, row, brief_only=False), "links": req.links("flavors", row.flavorid)}
    if specs is not None and req.at_least("2.61"):
        found["extra_specs"] = dict(specs)
    return found


def _fields(req: ApiRequest, row: Flavor, brief_only: bool) -> dict[str, Any]:
    minor = req.version[1]
    return {
        name: value(row)
        for name, since, until, value in _FIELDS
        if since <= minor <= until and (not brief_only or name in _BRIEF)
    }
