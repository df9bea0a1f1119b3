# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-manage db sync|version and api_db sync|version: the tables of the databases."""

import argparse

from oslo_db import exception as db_exception

from nova_lite import cells, exception
from nova_lite.cmd.manage.commands import Argument, Command, flag
from nova_lite.conf import CONF
from nova_lite.db import migration
from nova_lite.db.engine import cell_database

_CELL0_UNREACHABLE = """\
ERROR: cell0 is not reachable: {error}
These are needed before: [api_database] connection in the configuration, `nova-manage api_db sync`,
`nova-manage cell_v2 map_cell0`, and the empty database that cell0 is mapped to.
With --local_cell only the database of this configuration is upgraded."""


def connection(group: str) -> str:
    """The URL of a group of options; raises ConfigInvalid when it is not set."""
    url: str | None = CONF[group].connection
    if not url:
        raise exception.ConfigInvalid(reason=f"[{group}] connection is not set")
    return url


def sync_api(args: argparse.Namespace) -> int:
    """Upgrade the API database."""
    migration.sync("api", connection("api_database"), args.version)
    return 0


def sync_main(args: argparse.Namespace) -> int:
    """Upgrade cell0, unless told not to, and this configuration's cell."""
    if not args.local_cell:
        try:
            migration.sync("main", cells.cell0().database_url, args.version)
        except exception.CellMappingNotFound:
            print("WARNING: cell0 is not mapped, so its database is not upgraded.")
        except (db_exception.DBError, exception.ConfigInvalid, exception.DatabaseUnavailable) as error:
            print(_CELL0_UNREACHABLE.format(error=error))
            return 1
    migration.sync("main", cell_database().url, args.version)
    return 0


def show_api_version(args: argparse.Namespace) -> int:
    """Print the revision of the API database."""
    print(migration.version("api", connection("api_database")))
    return 0


def show_main_version(args: argparse.Namespace) -> int:
    """Print the revision of this configuration's cell database."""
    print(migration.version("main", connection("database")))
    return 0


_VERSION = Argument("version", "revision to upgrade to; the newest when absent", {"nargs": "?", "metavar": "VERSION"})

COMMANDS = (
    Command("api_db", "sync", sync_api, "Create or upgrade the tables of the API database.", (_VERSION,)),
    Command("api_db", "version", show_api_version, "Print the revision of the API database."),
    Command(
        "db",
        "sync",
        sync_main,
        "Create or upgrade the tables of cell0 and of the cell database of this configuration.",
        (_VERSION, flag("--local_cell", "leave cell0 alone")),
    ),
    Command("db", "version", show_main_version, "Print the revision of the cell database."),
)
