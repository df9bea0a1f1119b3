# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Schemas of hosts."""

from nova_lite.api.schemas import types
from nova_lite.api.validation import Query

_SWITCH = {"type": "string", "enum": ["enable", "disable", "Enable", "Disable", "ENABLE", "DISABLE"]}

LIST = Query({"zone": types.STRING})
UPDATE = {**types.strict({"status": _SWITCH, "maintenance_mode": _SWITCH}), "minProperties": 1}
