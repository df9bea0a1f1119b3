# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Queries of hypervisors."""

from nova_lite.api.schemas import queries, types
from nova_lite.api.validation import Query

_BOOL = {"type": "string", "enum": [*types.TRUE_WORDS, *types.FALSE_WORDS]}
NOTHING = Query()
LIST_2_33 = Query(queries.PAGE)
_LIST = {**queries.PAGE, "hypervisor_hostname_pattern": types.FQDN, "with_servers": _BOOL}
LIST_2_53 = Query(_LIST, single=frozenset(_LIST), strict_since=(2, 53))
SHOW_2_53 = Query({"with_servers": _BOOL}, single=frozenset({"with_servers"}), strict_since=(2, 53))
