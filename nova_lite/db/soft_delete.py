# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Marking rows as deleted, and reading only those that are not."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from nova_lite.db.model_base import utcnow


def mark(session: Session, model: Any, *conditions: Any) -> int:
    """Mark all matching live rows as deleted in one statement; returns how many."""
    statement = (
        update(model)
        .where(model.deleted == 0, *conditions)
        .values(deleted=model.id, deleted_at=utcnow(), updated_at=model.updated_at)
        .execution_options(synchronize_session=False)
    )
    result: Any = session.execute(statement)
    return int(result.rowcount)
