# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Schemas of flavors, their extra specs and their access lists."""

from nova_lite.api.schemas import queries, types
from nova_lite.api.validation import Query

_SORT_KEYS = [
    "created_at",
    "description",
    "disabled",
    "ephemeral_gb",
    "flavorid",
    "id",
    "is_public",
    "memory_mb",
    "name",
    "root_gb",
    "swap",
    "updated_at",
    "vcpu_weight",
    "vcpus",
]
_LIST = {
    **queries.PAGE,
    "sort_key": {"type": "string", "enum": [*_SORT_KEYS, "rxtx_factor"]},
    "sort_dir": {"type": "string", "enum": ["asc", "desc"]},
    "is_public": types.STRING,
    "minRam": types.STRING,
    "minDisk": types.STRING,
}
LIST = Query(_LIST)
LIST_2_102 = Query(
    {
        **_LIST,
        "sort_key": {"type": "string", "enum": _SORT_KEYS},
        "name": {"type": "string", "maxLength": 255, "format": "regex"},
    }
)

_DESCRIPTION = {"type": ["string", "null"], "minLength": 0, "maxLength": 65535, "format": "printable"}
_ID = {
    "type": ["string", "number", "null"],
    "minLength": 1,
    "maxLength": 255,
    "pattern": "^(?! )[a-zA-Z0-9. _-]+(?<! )$",
}
_CREATE_2_102 = {
    "name": types.NAME,
    "id": _ID,
    "ram": types.integer(1, types.MAXINT),
    "vcpus": types.integer(1, types.MAXINT),
    "disk": types.integer(0, types.MAXINT),
    "swap": types.integer(0, types.MAXINT),
    "OS-FLV-EXT-DATA:ephemeral": types.integer(0, types.MAXINT),
    "os-flavor-access:is_public": types.BOOL,
    "description": _DESCRIPTION,
}
_RXTX = {
    "type": ["number", "string"],
    "pattern": r"^[0-9]+(\.[0-9]+)?$",
    "exclusiveMinimum": 0,
    "maximum": 3.40282e38,
}
_CREATE_2_55 = {**_CREATE_2_102, "rxtx_factor": _RXTX}
_CREATE = {name: schema for name, schema in _CREATE_2_55.items() if name != "description"}
_REQUIRED = ("name", "ram", "vcpus", "disk")
CREATE = types.wrapped("flavor", types.strict(_CREATE, *_REQUIRED))
CREATE_2_55 = types.wrapped("flavor", types.strict(_CREATE_2_55, *_REQUIRED))
CREATE_2_102 = types.wrapped("flavor", types.strict(_CREATE_2_102, *_REQUIRED))
UPDATE = types.wrapped("flavor", types.strict({"description": _DESCRIPTION}, "description"))

_SPEC_VALUE = {"type": ["string", "number"], "maxLength": 255}
_SPECS = {"type": "object", "patternProperties": {types.META_KEY: _SPEC_VALUE}, "additionalProperties": False}
CREATE_SPECS = types.wrapped("extra_specs", _SPECS)
UPDATE_SPEC = {**_SPECS, "minProperties": 1, "maxProperties": 1}

_TENANT = types.strict({"tenant": types.text(1)}, "tenant")
ADD_ACCESS = types.wrapped("addTenantAccess", _TENANT)
REMOVE_ACCESS = types.wrapped("removeTenantAccess", _TENANT)
