# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Limits as quota sets and quota classes show them: one row per resource with its microversions."""

from collections.abc import Mapping
from typing import Any

from nova_lite.api.request import ApiRequest

_LAST = (2, 104)
_FIRST = (2, 1)

# Resource: first and last microversion, of sets and of classes.
_SETS = {
    "instances": (_FIRST, _LAST),
    "cores": (_FIRST, _LAST),
    "ram": (_FIRST, _LAST),
    "metadata_items": (_FIRST, _LAST),
    "key_pairs": (_FIRST, _LAST),
    "server_groups": (_FIRST, _LAST),
    "server_group_members": (_FIRST, _LAST),
    "injected_files": (_FIRST, (2, 56)),
    "injected_file_content_bytes": (_FIRST, (2, 56)),
    "injected_file_path_bytes": (_FIRST, (2, 56)),
    "fixed_ips": (_FIRST, (2, 35)),
    "floating_ips": (_FIRST, (2, 35)),
    "security_groups": (_FIRST, (2, 35)),
    "security_group_rules": (_FIRST, (2, 35)),
}
_CLASSES = {
    **_SETS,
    "server_groups": ((2, 50), _LAST),
    "server_group_members": ((2, 50), _LAST),
    **dict.fromkeys(("fixed_ips", "floating_ips", "security_groups", "security_group_rules"), (_FIRST, (2, 49))),
}


def quota_set(req: ApiRequest, values: Mapping[str, Any], ident: str | None = None) -> dict[str, Any]:
    """A quota set, with its id where the answer has one."""
    return {"quota_set": _shown(req, _SETS, values, ident)}


def quota_class(req: ApiRequest, values: Mapping[str, Any], ident: str | None = None) -> dict[str, Any]:
    """A quota class."""
    return {"quota_class_set": _shown(req, _CLASSES, values, ident)}


def _shown(
    req: ApiRequest, rows: Mapping[str, tuple[Any, Any]], values: Mapping[str, Any], ident: str | None
) -> dict[str, Any]:
    found: dict[str, Any] = {} if ident is None else {"id": ident}
    found.update({name: values[name] for name, (first, last) in rows.items() if first <= req.version <= last})
    return found
