# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Key pairs as clients see them."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.views import times
from nova_lite.db.api.models import KeyPair


def brief(req: ApiRequest, row: KeyPair) -> dict[str, Any]:
    """What a list shows of each."""
    found = {"name": row.name, "public_key": row.public_key, "fingerprint": row.fingerprint}
    if req.at_least("2.2"):
        found["type"] = row.type
    return found


def created(req: ApiRequest, row: KeyPair, private_key: str | None) -> dict[str, Any]:
    """The answer to create; the private key is shown this once and kept nowhere."""
    found = {**brief(req, row), "user_id": row.user_id}
    if private_key is not None:
        found["private_key"] = private_key
    return found


def full(req: ApiRequest, row: KeyPair) -> dict[str, Any]:
    """Everything about one."""
    return {
        **brief(req, row),
        "user_id": row.user_id,
        "id": row.id,
        "created_at": times.plain(row.created_at),
        "updated_at": times.plain(row.updated_at),
        "deleted": False,
        "deleted_at": None,
    }
