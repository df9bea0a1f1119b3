# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Queries that many routes share."""

from nova_lite.api.schemas import types
from nova_lite.api.validation import Query

LIMIT = types.integer(0)
PAGE = {"limit": LIMIT, "marker": types.STRING}
OFFSET_PAGE = {"limit": LIMIT, "offset": LIMIT}

# No parameters at all: dropped silently, and refused from 2.102 on.
NONE = Query(strict_since=(2, 102))
