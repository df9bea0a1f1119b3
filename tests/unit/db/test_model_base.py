# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Classes of rows: columns, values, and what they spare a daemon."""

import subprocess
import sys

import pytest
from sqlalchemy import select

from nova_lite.db.api import models as api
from nova_lite.db.main.models import Base, Instance, Service

SHOW_MODULES = """
import sys
import nova_lite.cmd.api
import nova_lite.cmd.conductor
import nova_lite.cmd.scheduler
print("\\n".join(sys.modules))
"""


def test_a_class_stands_for_its_table() -> None:
    assert str(select(api.Quota.project_id).where(api.Quota.hard_limit > 0)) == (
        "SELECT quotas.project_id \nFROM quotas \nWHERE quotas.hard_limit > :hard_limit_1"
    )
    assert list(select(Service).selected_columns.keys()) == list(Service.__table__.c.keys())


def test_columns_that_many_tables_share_are_made_for_each() -> None:
    assert {str(model.created_at) for model in (Instance, Service)} == {"instances.created_at", "services.created_at"}
    assert {model.__tablename__ for model in Base.__subclasses__()} <= set(Base.metadata.tables)
    assert Base.metadata is not api.Base.metadata


def test_a_new_object_has_nothing_that_it_was_not_given() -> None:
    new = Instance(uuid="a")
    assert (new.uuid, new.host) == ("a", None)
    assert new == Instance(uuid="a") != Instance(uuid="b")


def test_an_object_cannot_pretend_to_change_its_row() -> None:
    with pytest.raises(AttributeError, match="statements"):
        Service(host="h1").host = "h2"


def test_no_daemon_loads_the_orm() -> None:
    command = [sys.executable, "-W", "ignore", "-c", SHOW_MODULES]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "sqlalchemy.sql" in loaded
    assert [name for name in loaded if name.startswith("sqlalchemy.orm")] == []
