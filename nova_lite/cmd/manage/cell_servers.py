# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-manage cell_v2: which cell each server is in."""

import argparse
from typing import Any

from sqlalchemy import select

from nova_lite import cells, exception
from nova_lite.cells import Cell
from nova_lite.cmd.manage.commands import Argument, Command, flag
from nova_lite.db.api import build_requests, instance_mappings
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main import instances
from nova_lite.db.main.models import Instance

BATCH = 50
BAD_NUMBER = 127


def map_batch(cell: Cell, rows: list[Any], room: int | None) -> int:
    """Map those of the servers that have no cell yet, at most `room` of them; returns how many need one."""
    uuids = [row.uuid for row in rows]
    with api_database().writer() as session:
        present = {mapping.instance_uuid: mapping.cell_id for mapping in instance_mappings.of(session, uuids)}
        wanting = [row for row in rows if present.get(row.uuid) is None]
        chosen = wanting if room is None else wanting[:room]
        new = [row for row in chosen if row.uuid not in present]
        values = [
            {"instance_uuid": row.uuid, "project_id": row.project_id, "user_id": row.user_id, "cell_id": cell.id}
            | {"queued_for_delete": bool(row.deleted)}
            for row in new
        ]
        instance_mappings.create(session, values)
        instance_mappings.set_cell(session, [row.uuid for row in chosen if row.uuid in present], cell.id)
    return len(wanting)


def map_all(cell: Cell, most: int | None = None) -> bool:
    """Map the servers of a cell, deleted ones too, at most so many; True when none is left. Idempotent."""
    last = 0
    room = most
    while True:
        query = select(Instance.id, Instance.uuid, Instance.project_id, Instance.user_id, Instance.deleted)
        with cell_database(cell.database_url).reader() as session:
            rows = list(session.execute(query.where(Instance.id > last).order_by(Instance.id).limit(BATCH)))
        if not rows:
            return True
        wanting = map_batch(cell, rows, room)
        if room is not None:
            if wanting > room:
                return False
            room -= wanting
        last = rows[-1].id


def map_instances(args: argparse.Namespace) -> int:
    """Map the servers of a cell that are not mapped yet."""
    if args.max_count is not None and (not args.max_count.isdigit() or int(args.max_count) == 0):
        print("Must supply a positive value for max-count")
        return BAD_NUMBER
    done = map_all(cells.by_uuid(args.cell_uuid), int(args.max_count) if args.max_count else None)
    return 0 if done else 1


def verify_instance(args: argparse.Namespace) -> int:
    """Print which cell a server is in."""

    def tell(text: str) -> None:
        if not args.quiet:
            print(text)

    with api_database().reader() as session:
        mapping = instance_mappings.find(session, args.uuid)
        request = build_requests.find(session, args.uuid)
    if mapping is None:
        tell(f"Instance {args.uuid} is not mapped to a cell (upgrade is incomplete or instance does not exist)")
        return 1
    if mapping.cell_id is None:
        state = "is being built" if request else "has no build request"
        tell(f"Instance {args.uuid} is not mapped to a cell; it {state}")
        return 2
    cell = cells.by_id(mapping.cell_id)
    where = f"in cell: {cell.name} ({cell.uuid})"
    try:
        with cell_database(cell.database_url).reader() as session:
            row = instances.get(session, args.uuid, read_deleted=True)
    except exception.InstanceNotFound:
        tell(f"The instance with uuid {args.uuid} has been archived, yet is mapped {where}")
        return 4
    if row.deleted:
        tell(f"The instance with uuid {args.uuid} has been deleted, yet is mapped {where}")
        return 3
    tell(f"Instance {args.uuid} is {where}")
    return 0


COMMANDS = (
    Command(
        "cell_v2",
        "map_instances",
        map_instances,
        "Map the servers of a cell that are not mapped yet.",
        (
            Argument("--cell_uuid", "uuid of the cell", {"required": True, "metavar": "UUID"}),
            Argument("--max-count", "map at most so many servers"),
            flag("--reset", "begin with the first server; this is always done"),
        ),
    ),
    Command(
        "cell_v2",
        "verify_instance",
        verify_instance,
        "Show which cell a server is in.",
        (
            Argument("--uuid", "uuid of the server", {"required": True}),
            flag("--quiet", "print nothing"),
        ),
    ),
)
