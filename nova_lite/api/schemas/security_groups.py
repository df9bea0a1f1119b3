# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies and queries of security groups and rules. Unknown keys are let through, as old clients send some."""

from nova_lite.api.schemas import queries, types
from nova_lite.api.schemas.types import Schema
from nova_lite.api.validation import Query

_ID: Schema = {"type": ["string", "null"], "format": "uuid"}
_PORT: Schema = {"type": ["integer", "string", "null"], "maxLength": 255}


def _open(key: str, properties: dict[str, Schema], *required: str) -> Schema:
    inside = {"type": "object", "properties": properties, "required": list(required)}
    return {"type": "object", "properties": {key: inside}, "required": [key]}


GROUP = _open("security_group", {"name": types.text(), "description": types.text()}, "name", "description")
RULE = _open(
    "security_group_rule",
    {
        "parent_group_id": types.UUID,
        "group_id": _ID,
        "ip_protocol": types.nullable(types.STRING),
        "from_port": _PORT,
        "to_port": _PORT,
        "cidr": types.nullable(types.STRING),
    },
    "parent_group_id",
)
LIST = Query({"all_tenants": types.ANY, **queries.OFFSET_PAGE})
