# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Flavors as clients see them."""

from collections.abc import Mapping
from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import ABSENT, Field, View, column
from nova_lite.db.api.models import Flavor

ZERO_OR_EMPTY = answers.either(answers.COUNT, answers.word(""))


def _links(req: ApiRequest, row: Flavor, *rest: Any) -> Any:
    return req.links("flavors", row.flavorid)


def _specs(req: ApiRequest, row: Flavor, specs: Mapping[str, str] | None) -> Any:
    """`specs` is None if the caller may not see extra specs."""
    return ABSENT if specs is None else dict(specs)


_NAMES = (
    Field("id", answers.TEXT, column("flavorid")),
    Field("name", answers.TEXT, column("name")),
    Field("description", answers.TEXT_OR_NULL, column("description"), "2.55"),
    Field("links", answers.LINKS, _links),
)

brief = View("FlavorOfList", *_NAMES)
full = View(
    "Flavor",
    *_NAMES,
    Field("ram", answers.COUNT, column("memory_mb")),
    Field("vcpus", answers.COUNT, column("vcpus")),
    Field("disk", answers.COUNT, column("root_gb")),
    Field("swap", ZERO_OR_EMPTY, lambda req, row, specs: row.swap or "", until="2.74"),
    Field("swap", answers.COUNT, lambda req, row, specs: row.swap or 0, "2.75"),
    Field("OS-FLV-EXT-DATA:ephemeral", answers.COUNT, column("ephemeral_gb")),
    Field("OS-FLV-DISABLED:disabled", answers.BOOLEAN, lambda req, row, specs: bool(row.disabled), until="2.101"),
    Field("os-flavor-access:is_public", answers.BOOLEAN, lambda req, row, specs: bool(row.is_public)),
    Field(
        "rxtx_factor",
        answers.either(answers.NUMBER, answers.word("")),
        lambda req, row, specs: row.rxtx_factor or "",
        until="2.101",
    ),
    Field("extra_specs", answers.keyed(answers.TEXT_OR_NULL), _specs, "2.61", optional=True),
)
