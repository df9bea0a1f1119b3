# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Schemas of quota sets and quota classes: each resource with the last microversion that has it."""

from nova_lite.api.schemas import types
from nova_lite.api.schemas.types import Schema
from nova_lite.api.validation import Query

_LIMIT = types.integer(-1, types.MAXINT)
_LASTING = ("instances", "cores", "ram", "metadata_items", "key_pairs", "server_groups", "server_group_members")
_NETWORK = ("fixed_ips", "floating_ips", "security_groups", "security_group_rules")
_INJECTED = ("injected_files", "injected_file_content_bytes", "injected_file_path_bytes")


def _body(key: str, names: tuple[str, ...], **more: Schema) -> Schema:
    return types.wrapped(key, types.strict({**dict.fromkeys(names, _LIMIT), **more}))


UPDATE = _body("quota_set", (*_LASTING, *_INJECTED, *_NETWORK), force=types.BOOL)
UPDATE_2_36 = _body("quota_set", (*_LASTING, *_INJECTED), force=types.BOOL)
UPDATE_2_57 = _body("quota_set", _LASTING, force=types.BOOL)

UPDATE_CLASS = _body("quota_class_set", (*_LASTING, *_INJECTED, *_NETWORK))
UPDATE_CLASS_2_50 = _body("quota_class_set", (*_LASTING, *_INJECTED))
UPDATE_CLASS_2_57 = _body("quota_class_set", _LASTING)

BY_USER = Query({"user_id": types.STRING})
