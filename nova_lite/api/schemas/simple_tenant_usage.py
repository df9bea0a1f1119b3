# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Queries of usage."""

from nova_lite.api.schemas import queries, types
from nova_lite.api.validation import Query

_PERIOD = {"start": types.STRING, "end": types.STRING, "detailed": types.STRING}
LIST = Query(_PERIOD)
LIST_2_40 = Query({**_PERIOD, **queries.PAGE})
_ONE = dict.fromkeys(("start", "end"), types.STRING)
SHOW = Query(_ONE)
SHOW_2_40 = Query({**_ONE, **queries.PAGE})
