# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The query of image lists."""

from nova_lite.api.schemas import types
from nova_lite.api.validation import Query

_TEXTS = ("name", "status", "changes-since", "server", "type", "minRam", "minDisk", "marker", "offset")
_COUNT = types.integer(1)

LIST = Query(
    {**dict.fromkeys(_TEXTS, types.STRING), "limit": _COUNT, "page_size": _COUNT},
    patterns={"^property-": types.STRING},
)
