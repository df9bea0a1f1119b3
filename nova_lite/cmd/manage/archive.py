# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-manage db archive_deleted_rows, purge and online_data_migrations: what is marked as deleted goes away."""

import argparse
import datetime
from collections import Counter

from oslo_db import exception as db_exception

from nova_lite import cells, concurrency, exception
from nova_lite.cmd.manage.commands import Argument, Command, flag
from nova_lite.cmd.manage.tables import table
from nova_lite.conf import CONF
from nova_lite.db.api import instance_mappings, request_specs, server_groups
from nova_lite.db.engine import Database, api_database, cell_database
from nova_lite.db.main import archive

NOTHING, SOME = 0, 1
BAD_NUMBER, NO_API_DATABASE, BAD_DATE = 2, 3, 4
PURGE_WHAT, PURGE_BAD_DATE, PURGED_NOTHING, PURGE_NO_API_DATABASE = 1, 2, 3, 4
MIGRATIONS_BAD_NUMBER = 127
MAX_ROWS = 0x7FFFFFFF
_NO_API = "Failed to connect to the API database: [api_database] connection is needed to find the cells."
_DATES = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%b %d %Y", "%d %b %Y")

Where = list[tuple[str, Database]]


def archive_deleted_rows(args: argparse.Namespace) -> int:
    """Move rows that are marked as deleted into the shadow tables, and forget where archived servers were."""
    if not args.max_rows.isdecimal() or int(args.max_rows) > MAX_ROWS:
        print(f"Invalid max_rows value {args.max_rows!r}: a number from 0 to {MAX_ROWS} is needed.")
        return BAD_NUMBER
    try:
        before = moment_of(args.before)
    except ValueError as error:
        print(f"Invalid value for --before: {error}")
        return BAD_DATE
    where = _where(args.all_cells)
    if where is None:
        return NO_API_DATABASE
    totals: Counter[str] = Counter()
    for name, database in where:
        found = _archive_all(database, args, before)
        totals.update({f"{name}.{key}" if name else key: count for key, count in found.items()})
    _tell(totals, args, "archived")
    if args.purge:
        _tell(_purge_all(where, before), args, "purged")
    return SOME if totals else NOTHING


def _archive_all(database: Database, args: argparse.Namespace, before: datetime.datetime | None) -> Counter[str]:
    """One batch, or with --until-complete all batches."""
    totals: Counter[str] = Counter()
    while True:
        found = _batch(database, int(args.max_rows), before, args.task_log)
        totals.update(found)
        if not found or not args.until_complete:
            return totals
        if args.sleep:
            concurrency.sleep(args.sleep)


def _batch(database: Database, limit: int, before: datetime.datetime | None, with_task_log: bool) -> Counter[str]:
    """At most `limit` rows, and whatever hangs on the servers among them."""
    counts: Counter[str] = Counter()
    if not limit:
        return counts
    with database.writer() as session:
        uuids = archive.deleted_servers(session, limit, before)
        if uuids:
            counts.update(archive.archive_servers(session, uuids))
        counts.update(archive.archive_others(session, limit - counts.total(), before))
        if with_task_log:
            counts.update(archive.archive_task_log(session, limit - counts.total(), before))
    counts.update(_forget(uuids))
    return counts


def _forget(uuids: list[str]) -> dict[str, int]:
    """Remove what the API database knows of archived servers."""
    if not uuids:
        return {}
    with api_database().writer() as session:
        for uuid in uuids:
            instance_mappings.destroy(session, uuid)
            request_specs.destroy(session, uuid)
            server_groups.remove_member(session, uuid)
    return {"API_DB.instance_mappings": len(uuids)}


def purge(args: argparse.Namespace) -> int:
    """Remove archived rows for good."""
    if not args.all and args.before is None:
        print("Either --before or --all is required")
        return PURGE_WHAT
    try:
        before = None if args.all else moment_of(args.before)
    except ValueError as error:
        print(f"Invalid value for --before: {error}")
        return PURGE_BAD_DATE
    where = _where(args.all_cells)
    if where is None:
        return PURGE_NO_API_DATABASE
    totals = _purge_all(where, before)
    _tell(totals, args, "purged")
    return 0 if totals else PURGED_NOTHING


def _purge_all(where: Where, before: datetime.datetime | None) -> Counter[str]:
    totals: Counter[str] = Counter()
    for name, database in where:
        with database.writer() as session:
            found = archive.purge(session, before)
        totals.update({f"{name}.{key}" if name else key: count for key, count in found.items()})
    return totals


def online_data_migrations(args: argparse.Namespace) -> int:
    """Change rows of older releases. This release has nothing to change."""
    if args.max_count is not None and (not args.max_count.isdecimal() or not int(args.max_count)):
        print("Must supply a positive value for max_count")
        return MIGRATIONS_BAD_NUMBER
    print("Running batches of 50 until complete" if args.max_count is None else f"Running up to {args.max_count}")
    print(table(("Migration", "Total Needed", "Completed"), []))
    return 0


def moment_of(text: str | None) -> datetime.datetime | None:
    """A date, with or without time, taken as UTC; raises ValueError."""
    if text is None:
        return None
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        found = _by_format(text)
    return found.astimezone(datetime.UTC).replace(tzinfo=None) if found.tzinfo else found


def _by_format(text: str) -> datetime.datetime:
    for form in _DATES:
        try:
            return datetime.datetime.strptime(text, form)
        except ValueError:
            continue
    raise ValueError(f"{text!r} is no date")


def _where(all_cells: bool) -> Where | None:
    """Databases with the names to print; None without the API database."""
    if not CONF.api_database.connection:
        print(_NO_API)
        return None
    if not all_cells:
        return [("", cell_database())]
    try:
        found = cells.all_cells(with_cell0=True)
    except (db_exception.DBError, exception.DatabaseUnavailable) as error:
        print(f"{_NO_API} {error}")
        return None
    return [(cell.name or cell.uuid, cell_database(cell.database_url)) for cell in found]


def _tell(totals: Counter[str], args: argparse.Namespace, done: str) -> None:
    if not args.verbose:
        return
    if not totals:
        print(f"Nothing was {done}.")
        return
    rows = [(name, totals[name]) for name in sorted(totals)]
    print(table(("Table", f"Number of Rows {done.capitalize()}"), rows))


_BEFORE = Argument("--before", "only rows that were deleted before this date", {"metavar": "DATE"})
_VERBOSE = flag("--verbose", "print how many rows of which table")
_ALL_CELLS = flag("--all-cells", "in all cells, not only the one of this configuration")

COMMANDS = (
    Command(
        "db",
        "archive_deleted_rows",
        archive_deleted_rows,
        "Move rows that are marked as deleted into shadow tables.",
        (
            Argument("--max_rows", "rows in one batch (1000)", {"default": "1000", "metavar": "NUMBER"}),
            _BEFORE,
            _VERBOSE,
            flag("--until-complete", "batch after batch until nothing is left"),
            flag("--purge", "then remove archived rows for good"),
            _ALL_CELLS,
            flag("--task-log", "also the records of the usage audit"),
            Argument("--sleep", "seconds between two batches", {"type": int, "default": 0, "metavar": "SECONDS"}),
        ),
    ),
    Command(
        "db",
        "purge",
        purge,
        "Remove archived rows.",
        (flag("--all", "all of them"), _BEFORE, _VERBOSE, _ALL_CELLS),
    ),
    Command(
        "db",
        "online_data_migrations",
        online_data_migrations,
        "Change rows that an older release wrote.",
        (Argument("--max-count", "objects to change at most", {"metavar": "NUMBER"}),),
    ),
)
