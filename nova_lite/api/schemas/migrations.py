# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Queries of migrations, and the body of force_complete."""

from nova_lite.api.schemas import queries, types
from nova_lite.api.validation import Query

_FILTERS = dict.fromkeys(
    ("host", "instance_uuid", "source_compute", "status", "migration_type", "hidden"), types.STRING
)
_PAGED = {**_FILTERS, **queries.PAGE, "changes-since": types.TSTAMP}
_BEFORE = {**_PAGED, "changes-before": types.TSTAMP}
_OWNED = {**_BEFORE, "user_id": types.STRING, "project_id": types.STRING}
_SINGLE = frozenset({"limit", "marker"})

# since, until, query
LISTS = (
    ("2.1", "2.58", Query(_FILTERS, strict_since=None)),
    ("2.59", "2.65", Query(_PAGED, single=_SINGLE, strict_since=(2, 59))),
    ("2.66", "2.79", Query(_BEFORE, single=_SINGLE, strict_since=(2, 59))),
    ("2.80", "2.104", Query(_OWNED, single=_SINGLE, strict_since=(2, 59))),
)
FORCE_COMPLETE = types.wrapped("force_complete", types.NULL)
