# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Clashes become our errors, and the session goes on."""

import pytest
from oslo_db import exception as db_exception

from nova_lite import exception
from nova_lite.db import unique
from nova_lite.db.main import services
from nova_lite.db.session import Session
from tests.unit.db import rows

TAKEN = exception.Conflict("taken")


def test_a_clash_undoes_the_block_alone(session: Session) -> None:
    rows.service(session, "h1")
    with pytest.raises(exception.Conflict, match="taken") as error, unique.or_raise(session, TAKEN):
        rows.service(session, "h2")
        rows.service(session, "h1")
    assert isinstance(error.value.__cause__, db_exception.DBDuplicateEntry)
    assert [row.host for row in services.listed(session)] == ["h1"]


def test_without_clash_everything_stays(session: Session) -> None:
    with unique.or_raise(session, TAKEN):
        rows.service(session, "h1")
    assert len(services.listed(session)) == 1


def test_other_errors_pass(session: Session) -> None:
    with pytest.raises(ValueError, match="other"), unique.or_raise(session, TAKEN):
        raise ValueError("other")
