# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Moves of servers as clients see them. Hosts are hidden from those who may not see them."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.views import times
from nova_lite.db.main.models import Migration
from nova_lite.operations import migrations

HOSTS = ("source_compute", "source_node", "dest_compute", "dest_node", "dest_host")
_SIZES = tuple(
    (f"{what}_{part}_bytes", f"{what}_{part}")
    for what in ("memory", "disk")
    for part in ("total", "processed", "remaining")
)


def item(req: ApiRequest, row: Migration, with_hosts: bool) -> dict[str, Any]:
    """One of /os-migrations."""
    shown: dict[str, Any] = {
        "id": row.id,
        "instance_uuid": row.instance_uuid,
        "status": row.status,
        **_hosts(row, with_hosts),
        "old_instance_type_id": row.old_instance_type_id,
        "new_instance_type_id": row.new_instance_type_id,
        **_moments(row),
        **_owner(req, row),
    }
    if req.at_least("2.23"):
        shown["migration_type"] = row.migration_type or _guessed_type(row)
        if row.migration_type == migrations.LIVE and row.status in migrations.IN_PROGRESS:
            shown["links"] = req.links(f"servers/{row.instance_uuid}/migrations", str(row.id))
    return shown


def of_server(req: ApiRequest, row: Migration, with_hosts: bool) -> dict[str, Any]:
    """One of /servers/{id}/migrations; sizes in bytes."""
    return {
        "id": row.id,
        "server_uuid": row.instance_uuid,
        "status": row.status,
        **_hosts(row, with_hosts),
        **{name: getattr(row, column) for name, column in _SIZES},
        **_moments(row),
        **_owner(req, row),
    }


def _hosts(row: Migration, visible: bool) -> dict[str, str | None]:
    return {name: getattr(row, name) if visible else None for name in HOSTS}


def _moments(row: Migration) -> dict[str, str | None]:
    return {"created_at": times.plain(row.created_at), "updated_at": times.plain(row.updated_at)}


def _owner(req: ApiRequest, row: Migration) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    if req.at_least("2.59"):
        shown["uuid"] = row.uuid
    if req.at_least("2.80"):
        shown.update(user_id=row.user_id, project_id=row.project_id)
    return shown


def _guessed_type(row: Migration) -> str:
    """Old records do not say: another flavor means a resize."""
    return "migration" if row.old_instance_type_id == row.new_instance_type_id else "resize"
