# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Schemas of key pairs."""

from nova_lite.api.schemas import queries, types
from nova_lite.api.validation import Query

_USER = {"user_id": types.STRING}
NO_USER = Query()
BY_USER = Query(_USER)
PAGE_BY_USER = Query({**_USER, **queries.PAGE})

_NAME = {**types.NAME, "pattern": r"^[_\- a-zA-Z0-9]+$"}
_NAME_2_92 = {**types.NAME, "pattern": r"^[@._\- a-zA-Z0-9]+$"}
_KEY = {"name": _NAME, "public_key": types.STRING}
_TYPED = {**_KEY, "type": {"type": "string", "enum": ["ssh", "x509"]}}
_OWNED = {**_TYPED, "user_id": {"type": "string", "minLength": 1, "maxLength": 255}}

CREATE = types.wrapped("keypair", types.strict(_KEY, "name"))
CREATE_2_2 = types.wrapped("keypair", types.strict(_TYPED, "name"))
CREATE_2_10 = types.wrapped("keypair", types.strict(_OWNED, "name"))
CREATE_2_92 = types.wrapped("keypair", types.strict({**_OWNED, "name": _NAME_2_92}, "name", "public_key"))
