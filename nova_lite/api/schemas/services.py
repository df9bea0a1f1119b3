# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Schemas of services."""

from nova_lite.api.schemas import answers, types
from nova_lite.api.validation import Query

LIST = Query({"host": types.STRING, "binary": types.STRING})

_REASON = types.text(1)
_NAMED = {"host": types.FQDN, "binary": types.text(1), "disabled_reason": _REASON}
UPDATE = types.strict(_NAMED, "host", "binary")
UPDATE_2_11 = types.strict({**_NAMED, "forced_down": types.BOOL}, "host", "binary")
UPDATE_2_53 = types.strict(
    {
        "status": {"type": "string", "enum": ["enabled", "disabled"]},
        "disabled_reason": _REASON,
        "forced_down": types.BOOL,
    }
)

# Until 2.52 a change is answered with what was changed.
CHANGED = answers.record(
    {
        "host": answers.TEXT,
        "binary": answers.TEXT,
        "status": answers.word("enabled", "disabled"),
        "disabled_reason": answers.TEXT,
        "forced_down": answers.BOOLEAN,
    },
    optional=("status", "disabled_reason", "forced_down"),
)
