# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Tokens are found by their hash while they live."""

import time

import pytest

from nova_lite import exception
from nova_lite.db.engine import cell_database
from nova_lite.db.main import console_tokens as query
from nova_lite.operations import console_tokens
from tests.unit.control_plane import CELL1, Plane, an_instance


def test_only_live_tokens(plane: Plane) -> None:
    uuid = plane.add(an_instance()).uuid
    for token, seconds in (("live", 60), ("old", -60)):
        with cell_database().writer() as session:
            query.create(
                session,
                token_hash=console_tokens.token_hash(token),
                console_type="novnc",
                host="h",
                port=1,
                instance_uuid=uuid,
                expires=int(time.time()) + seconds,
            )
    bound, row = console_tokens.find(plane.admin, "live")
    assert (bound.cell_uuid, row.instance_uuid) == (CELL1, uuid)
    for token in ("old", "unknown"):
        with pytest.raises(exception.InvalidToken):
            console_tokens.find(plane.admin, token)
