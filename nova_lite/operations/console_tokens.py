# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Authorised console connections, found by their token in the cells."""

import hashlib

from nova_lite import cells, exception
from nova_lite.context import RequestContext
from nova_lite.db.main import console_tokens
from nova_lite.db.main.models import ConsoleAuthToken


def token_hash(token: str) -> str:
    """The form in which tokens are stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(context: RequestContext, token: str) -> tuple[RequestContext, ConsoleAuthToken]:
    """A live authorisation with a context of its cell; raises InvalidToken."""
    for cell in cells.all_cells():
        bound = cells.target(context, cell)
        with cells.database(bound).reader() as session:
            row = console_tokens.find(session, token_hash(token))
        if row is not None:
            return bound, row
    raise exception.InvalidToken()
