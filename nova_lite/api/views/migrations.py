# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Moves of servers as clients see them. Hosts are hidden from those who may not see them."""

from collections.abc import Callable
from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import ABSENT, Field, View, column, moment
from nova_lite.db.main.models import Migration
from nova_lite.operations import migrations

HOSTS = ("source_compute", "source_node", "dest_compute", "dest_node", "dest_host")
_SIZES = tuple(
    (f"{what}_{part}_bytes", f"{what}_{part}")
    for what in ("memory", "disk")
    for part in ("total", "processed", "remaining")
)


def _host(name: str) -> Callable[..., Any]:
    return lambda req, row, with_hosts: getattr(row, name) if with_hosts else None


def _type(req: ApiRequest, row: Migration, with_hosts: bool) -> Any:
    """Old records do not say: another flavor means a resize."""
    guessed = "migration" if row.old_instance_type_id == row.new_instance_type_id else "resize"
    return row.migration_type or guessed


def _links(req: ApiRequest, row: Migration, with_hosts: bool) -> Any:
    if row.migration_type != migrations.LIVE or row.status not in migrations.IN_PROGRESS:
        return ABSENT
    return req.links(f"servers/{row.instance_uuid}/migrations", str(row.id))


_ID = Field("id", answers.INTEGER, column("id"))
_STATUS = Field("status", answers.TEXT_OR_NULL, column("status"))
_HOSTS = tuple(Field(name, answers.TEXT_OR_NULL, _host(name)) for name in HOSTS)
_MOMENTS = tuple(Field(name, answers.PLAIN_TIME_OR_NULL, moment(name)) for name in ("created_at", "updated_at"))
_OWNER = (
    Field("uuid", answers.UUID, column("uuid"), "2.59"),
    Field("user_id", answers.TEXT_OR_NULL, column("user_id"), "2.80"),
    Field("project_id", answers.TEXT_OR_NULL, column("project_id"), "2.80"),
)

# One of /os-migrations.
item = View(
    "Migration",
    _ID,
    Field("instance_uuid", answers.TEXT, column("instance_uuid")),
    _STATUS,
    *_HOSTS,
    Field("old_instance_type_id", answers.INTEGER_OR_NULL, column("old_instance_type_id")),
    Field("new_instance_type_id", answers.INTEGER_OR_NULL, column("new_instance_type_id")),
    *_MOMENTS,
    *_OWNER,
    Field("migration_type", answers.word("migration", "resize", "live-migration", "evacuation"), _type, "2.23"),
    Field("links", answers.LINKS, _links, "2.23", optional=True),
)
# One of /servers/{id}/migrations; sizes in bytes.
of_server = View(
    "MigrationOfServer",
    _ID,
    Field("server_uuid", answers.TEXT, column("instance_uuid")),
    _STATUS,
    *_HOSTS,
    *(Field(name, answers.INTEGER_OR_NULL, column(source)) for name, source in _SIZES),
    *_MOMENTS,
    *_OWNER,
)
