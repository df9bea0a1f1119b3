# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Moves as clients see them."""

from nova_lite.api.views import migrations
from nova_lite.db.main.models import Migration
from tests.unit.api.views.requests import at

ROW = Migration(id=1, uuid="u", instance_uuid="i", status="running", source_compute="h1", dest_compute="h2")


def test_hosts_are_hidden_from_those_who_may_not_see_them() -> None:
    for show in (migrations.item, migrations.of_server):
        assert show(at(80), ROW, True)["dest_compute"] == "h2"
        hidden = show(at(80), ROW, False)
        assert [hidden[name] for name in migrations.HOSTS] == [None] * 5


def test_the_type_of_old_records_is_guessed() -> None:
    assert migrations.item(at(23), ROW, True)["migration_type"] == "migration"
    assert "migration_type" not in migrations.item(at(22), ROW, True)
