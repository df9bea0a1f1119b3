# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies and queries of volumes and snapshots."""

from nova_lite.api.schemas import queries, types
from nova_lite.api.validation import Query

_NAMES = dict.fromkeys(("display_name", "display_description"), types.STRING)

VOLUME = types.wrapped(
    "volume",
    types.strict(
        {
            "size": types.integer(1, types.MAXINT),
            "metadata": {"type": "object"},
            **dict.fromkeys(("volume_type", "snapshot_id", "availability_zone"), types.STRING),
            **_NAMES,
        },
        "size",
    ),
)
SNAPSHOT = types.wrapped(
    "snapshot", types.strict({"volume_id": types.STRING, "force": types.BOOL, **_NAMES}, "volume_id")
)
LIST = Query(queries.OFFSET_PAGE)
