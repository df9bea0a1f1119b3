# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Schemas of server groups."""

from nova_lite.api.schemas import queries, types
from nova_lite.api.schemas.types import Schema
from nova_lite.api.validation import Query

_HARD = ["affinity", "anti-affinity"]
_ALL = [*_HARD, "soft-affinity", "soft-anti-affinity"]
_RULES = types.strict({"max_server_per_host": types.integer(1)})


def _with_policies(names: list[str]) -> Schema:
    policies = types.listed({"type": "string", "enum": names}, 1, 1)
    return types.wrapped("server_group", types.strict({"name": types.NAME, "policies": policies}, "name", "policies"))


CREATE = _with_policies(_HARD)
CREATE_2_15 = _with_policies(_ALL)
CREATE_2_64 = types.wrapped(
    "server_group",
    types.strict({"name": types.NAME, "policy": {"type": "string", "enum": _ALL}, "rules": _RULES}, "name", "policy"),
)
LIST = Query({"all_projects": types.ANY, **queries.OFFSET_PAGE})
