# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Schemas of aggregates."""

from nova_lite.api.schemas import types

_ZONE = types.nullable(types.AZNAME)
_METADATA = {
    "type": "object",
    "patternProperties": {types.META_KEY: {"type": ["string", "null"], "maxLength": 255}},
    "additionalProperties": False,
}
_HOST = types.strict({"host": types.FQDN}, "host")

CREATE = types.wrapped("aggregate", types.strict({"name": types.NAME, "availability_zone": _ZONE}, "name"))
UPDATE = types.wrapped(
    "aggregate",
    {**types.strict({"name": types.LOOSE_NAME, "availability_zone": _ZONE}), "minProperties": 1},
)
ADD_HOST = types.wrapped("add_host", _HOST)
REMOVE_HOST = types.wrapped("remove_host", _HOST)
CACHE_IMAGES = types.wrapped("cache", types.listed(types.strict({"id": types.UUID}, "id"), minimum=1))
SET_METADATA = types.wrapped("set_metadata", types.strict({"metadata": _METADATA}, "metadata"))
