# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Databases that answer, and one that does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from oslo_db import exception as db_exception

from nova_lite.conf import CONF
from nova_lite.db import health
from nova_lite.db.engine import DATABASES


@pytest.fixture(autouse=True)
def options(tmp_path: Path) -> Iterator[None]:
    CONF.set_override("connection", f"sqlite:///{tmp_path}/x.sqlite", "database")
    yield
    DATABASES.clear()
    for group in health.GROUPS:
        CONF.clear_override("connection", group)


def test_only_what_is_configured_is_asked() -> None:
    assert [check.name for check in health.checks()] == ["database"]
    assert [check.probe() for check in health.checks()] == [None]


def test_a_database_that_is_away_is_an_error() -> None:
    CONF.set_override("connection", "sqlite:////no/such/folder/x.sqlite", "api_database")
    probe = health.checks()[0].probe
    with pytest.raises(db_exception.DBError):
        probe()
