# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Limits as quota sets and quota classes show them: one row per resource with its microversions."""

from collections.abc import Mapping
from typing import Any

from nova_lite.api import versions
from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import Field, View

_FIRST, _LAST = versions.MINIMUM, versions.MAXIMUM

# Resource: first and last microversion, of sets and of classes.
_SETS = {
    "instances": (_FIRST, _LAST),
    "cores": (_FIRST, _LAST),
    "ram": (_FIRST, _LAST),
    "metadata_items": (_FIRST, _LAST),
    "key_pairs": (_FIRST, _LAST),
    "server_groups": (_FIRST, _LAST),
    "server_group_members": (_FIRST, _LAST),
    "injected_files": (_FIRST, "2.56"),
    "injected_file_content_bytes": (_FIRST, "2.56"),
    "injected_file_path_bytes": (_FIRST, "2.56"),
    "fixed_ips": (_FIRST, "2.35"),
    "floating_ips": (_FIRST, "2.35"),
    "security_groups": (_FIRST, "2.35"),
    "security_group_rules": (_FIRST, "2.35"),
}
_CLASSES = {
    **_SETS,
    "server_groups": ("2.50", _LAST),
    "server_group_members": ("2.50", _LAST),
    **dict.fromkeys(("fixed_ips", "floating_ips", "security_groups", "security_group_rules"), (_FIRST, "2.49")),
}
LIMIT = {"type": "integer", "minimum": -1}
USE = answers.record({"in_use": answers.COUNT, "limit": LIMIT, "reserved": answers.word(0)})


def _limits(title: str, rows: Mapping[str, tuple[str, str]], schema: Any = LIMIT, with_id: bool = True) -> View:
    """A view of what a map holds for each resource, called with it and the id of whose limits they are."""
    ident = (Field("id", answers.TEXT, lambda req, values, ident: ident),) if with_id else ()
    return View(title, *ident, *(Field(name, schema, _value(name), *between) for name, between in rows.items()))


def _value(name: str) -> Any:
    return lambda req, values, *ident: values[name]


quota_set = _limits("QuotaSet", _SETS)
changed_set = _limits("ChangedQuotaSet", _SETS, with_id=False)
used_set = _limits("QuotaSetInDetail", _SETS, USE)
quota_class = _limits("QuotaClass", _CLASSES)
changed_class = _limits("ChangedQuotaClass", _CLASSES, with_id=False)
