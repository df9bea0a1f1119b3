# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Schemas of shares of servers."""

from nova_lite.api.schemas import types
from nova_lite.api.validation import Query

_TAG = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[a-zA-Z0-9-]*$"}
CREATE = types.wrapped("share", types.strict({"share_id": types.UUID, "tag": _TAG}, "share_id"))
QUERY = Query(strict_since=(2, 97))
