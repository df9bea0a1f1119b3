# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What is unique is checked by the database: a look before the change would let two at the same time pass."""

import contextlib
from collections.abc import Iterator

from oslo_db import exception as db_exception

from nova_lite.db.session import Session


@contextlib.contextmanager
def or_raise(session: Session, taken: Exception) -> Iterator[None]:
    """Changes in this block raise `taken` when they clash with a row that is there; the session stays usable."""
    try:
        with session.begin_nested():
            yield
    except db_exception.DBDuplicateEntry as error:
        raise taken from error
