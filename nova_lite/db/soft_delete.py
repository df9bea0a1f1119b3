# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Marking rows as deleted, and reading only those that are not."""

from typing import Any

from nova_lite.db import statements
from nova_lite.db.model_base import utcnow
from nova_lite.db.session import Session

DELETED = ("deleted", "id")
_UNTOUCHED = ("updated_at", "updated_at")


def mark(session: Session, model: Any, where: statements.Where) -> int:
    """Mark all chosen live rows as deleted in one statement; returns how many."""
    live = {**where, "deleted": 0}
    return statements.change(session, model, live, {"deleted_at": utcnow()}, (DELETED, _UNTOUCHED))
