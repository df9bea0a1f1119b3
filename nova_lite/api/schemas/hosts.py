# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Schemas of hosts."""

from nova_lite.api.schemas import answers, types
from nova_lite.api.validation import Query

_SWITCH = {"type": "string", "enum": ["enable", "disable", "Enable", "Disable", "ENABLE", "DISABLE"]}

LIST = Query({"zone": types.STRING})
UPDATE = {**types.strict({"status": _SWITCH, "maintenance_mode": _SWITCH}), "minProperties": 1}

_RESOURCE = {"host": answers.TEXT, "project": answers.TEXT, "cpu": answers.INTEGER}
LIST_ANSWER = answers.one(
    "hosts", answers.listed(answers.record(dict.fromkeys(("host_name", "service", "zone"), answers.TEXT)))
)
SHOW_ANSWER = answers.one(
    "host",
    answers.listed(
        answers.one(
            "resource",
            answers.record({**_RESOURCE, "memory_mb": answers.INTEGER, "disk_gb": answers.INTEGER}),
        )
    ),
)
UPDATE_ANSWER = answers.record({"host": answers.TEXT, "status": answers.word("enabled", "disabled")})
