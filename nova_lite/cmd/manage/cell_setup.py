# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-manage cell_v2: making, showing, changing and removing cells."""

import argparse

import oslo_messaging
from oslo_db import exception as db_exception
from oslo_utils import uuidutils
from sqlalchemy import engine as sa_engine

from nova_lite import cells
from nova_lite.cmd.manage import cell_hosts, cell_servers
from nova_lite.cmd.manage.commands import Argument, Command, flag
from nova_lite.cmd.manage.schema import connection
from nova_lite.cmd.manage.tables import table, without_password
from nova_lite.conf import CONF
from nova_lite.db.api import cell_mappings, host_mappings, instance_mappings
from nova_lite.db.api.models import CellMapping
from nova_lite.db.cell_urls import fill_in
from nova_lite.db.engine import api_database

NO_BROKER = "none:///"


def cell0_url() -> str:
    """The default place of cell0: beside this configuration's cell database, with _cell0 behind its name."""
    url = sa_engine.make_url(connection("database"))
    return url.set(database=f"{url.database}_cell0").render_as_string(hide_password=False)


def given_transport_url(text: str | None) -> str | None:
    """The message broker's URL, from the configuration by default; None, with a printed reason, when it is unusable."""
    url = text or CONF.transport_url
    if not url:
        print("Give --transport-url, or set [DEFAULT] transport_url in the configuration.")
        return None
    try:
        oslo_messaging.TransportURL.parse(CONF, fill_in(url, CONF.transport_url or ""))
    except (oslo_messaging.InvalidTransportURL, ValueError) as error:
        print(f"Invalid transport URL: {error}")
        return None
    return str(url)


def create_mapping(name: str | None, transport_url: str, database_url: str, uuid: str, disabled: bool = False) -> str:
    """Write a cell and return its uuid."""
    with api_database().writer() as session:
        cell_mappings.create(
            session,
            uuid=uuid,
            name=name,
            transport_url=transport_url,
            database_connection=database_url,
            disabled=disabled,
        )
    cells.reset()
    return uuid


def mappings() -> list[CellMapping]:
    """All cells as they are written, with variables in their URLs."""
    with api_database().reader() as session:
        return cell_mappings.listed(session)


def find(uuid: str) -> CellMapping | None:
    """A cell as it is written; None, with a printed reason, when there is none."""
    with api_database().reader() as session:
        found = cell_mappings.find(session, uuid)
    if found is None:
        print(f"There is no cell with uuid {uuid}.")
    return found


def map_cell0(args: argparse.Namespace) -> int:
    """Write the cell of servers that never got a host. Idempotent."""
    if any(row.uuid == cells.CELL0_UUID for row in mappings()):
        print("Cell0 is already setup")
        return 0
    create_mapping("cell0", NO_BROKER, args.database_connection or cell0_url(), cells.CELL0_UUID)
    return 0


def create_cell(args: argparse.Namespace) -> int:
    """Write a new cell."""
    transport_url = given_transport_url(args.transport_url)
    if transport_url is None:
        return 1
    database_url = args.database_connection or CONF.database.connection
    if not database_url:
        print("Give --database_connection, or set [database] connection in the configuration.")
        return 1
    if used := clash(transport_url, database_url):
        print(f"The transport URL or the database connection is already that of cell {used.name} ({used.uuid}).")
        return 2
    uuid = create_mapping(args.name, transport_url, database_url, uuidutils.generate_uuid(), args.disabled)
    if args.verbose:
        print(uuid)
    return 0


def clash(transport_url: str | None, database_url: str | None, besides: str | None = None) -> CellMapping | None:
    """A cell that has the same message broker or database."""
    for row in mappings():
        if row.uuid != besides and (row.transport_url == transport_url or row.database_connection == database_url):
            return row
    return None


def list_cells(args: argparse.Namespace) -> int:
    """Print all cells, cell0 first."""

    def shown(url: str | None) -> str:
        return (url or "") if args.verbose else without_password(url or "")

    rows = [
        (row.name or "", row.uuid, shown(row.transport_url), shown(row.database_connection), bool(row.disabled))
        for row in sorted(mappings(), key=lambda row: (row.uuid != cells.CELL0_UUID, row.name or "", row.id))
    ]
    print(table(("Name", "UUID", "Transport URL", "Database Connection", "Disabled"), rows))
    return 0


def update_cell(args: argparse.Namespace) -> int:
    """Change a cell; URLs that are not given come from the configuration."""
    row = find(args.cell_uuid)
    if row is None:
        return 1
    refused = _refusal(args)
    if refused:
        return refused
    transport_url = args.transport_url or CONF.transport_url or row.transport_url
    database_url = args.database_connection or CONF.database.connection or row.database_connection
    if row.uuid == cells.CELL0_UUID:
        transport_url, database_url = row.transport_url, args.database_connection or row.database_connection
    if clash(transport_url, database_url, besides=row.uuid):
        print("The transport URL or the database connection is already that of another cell.")
        return 3
    values = {"transport_url": transport_url, "database_connection": database_url}
    if args.name:
        values["name"] = args.name
    if args.disable or args.enable:
        values["disabled"] = args.disable
    try:
        with api_database().writer() as session:
            cell_mappings.save(session, row.uuid, **values)
    except db_exception.DBError as error:
        print(f"Unable to update the cell: {error}")
        return 2
    cells.reset()
    return 0


def _refusal(args: argparse.Namespace) -> int:
    if args.disable and args.enable:
        print("A cell cannot be enabled and disabled at once.")
        return 4
    if args.disable and args.cell_uuid == cells.CELL0_UUID:
        print("Cell0 cannot be disabled.")
        return 5
    return 0


def delete_cell(args: argparse.Namespace) -> int:
    """Remove an empty cell; hosts and mappings of deleted servers go with it when forced."""
    row = find(args.cell_uuid)
    if row is None:
        return 1
    with api_database().writer() as session:
        hosts = [host for host, _ in host_mappings.listed(session, row.id)]
        if hosts and not args.force:
            print(f"Cell {row.uuid} has hosts; remove them first, or use --force.")
            return 2
        if instance_mappings.count_in_cell(session, row.id, queued=False):
            print(f"Cell {row.uuid} has servers.")
            return 3
        if instance_mappings.count_in_cell(session, row.id, queued=True) and not args.force:
            print(f"Cell {row.uuid} has mappings of deleted servers; archive them first, or use --force.")
            return 4
        instance_mappings.destroy_in_cell(session, row.id)
        for host in hosts:
            host_mappings.destroy(session, host)
        cell_mappings.destroy(session, row.uuid)
    cells.reset()
    return 0


def map_cell_and_hosts(args: argparse.Namespace) -> int:
    """Make a cell of this configuration, unless its hosts have one, and map its unmapped hosts to it."""
    transport_url = given_transport_url(args.transport_url)
    if transport_url is None:
        return 1
    hosts = cell_hosts.compute_hosts(connection("database"))
    if not hosts:
        print("No hosts found to map to cell, exiting.")
        return 0
    _cell_of_hosts(hosts, transport_url, args.name, args.verbose)
    return 0


def simple_cell_setup(args: argparse.Namespace) -> int:
    """cell0, one cell of this configuration, its hosts and servers. Idempotent."""
    transport_url = given_transport_url(args.transport_url)
    if transport_url is None:
        return 1
    map_cell0(argparse.Namespace(database_connection=None))
    hosts = cell_hosts.compute_hosts(connection("database"))
    if not hosts:
        print("No hosts found to map to cell, exiting.")
        return 1
    uuid = _cell_of_hosts(hosts, transport_url)
    cell_servers.map_all(cells.by_uuid(uuid))
    return 0


def _cell_of_hosts(hosts: list[str], transport_url: str, name: str | None = None, verbose: bool = False) -> str:
    """The cell that some of the hosts are in, or a new one, with all of the hosts in it; returns its uuid."""
    with api_database().reader() as session:
        present = [(host, host_mappings.cell_of(session, host)) for host in hosts]
    uuid = next((row.uuid for _, row in present if row is not None), None)
    missing = [host for host, row in present if row is None]
    if not missing and uuid is not None:
        print("All hosts are already mapped to cell(s).")
        return uuid
    if uuid is None:
        database_url = connection("database")
        same = clash(transport_url, database_url)
        uuid = same.uuid if same else create_mapping(name, transport_url, database_url, uuidutils.generate_uuid())
    cell = cells.by_uuid(uuid)
    cells.map_hosts(cell, missing)
    if verbose:
        print(uuid)
    return uuid


_TRANSPORT = Argument("--transport-url", "URL of the cell's message broker; that of the configuration when absent")
_DATABASE = Argument("--database_connection", "URL of the cell's database; that of the configuration when absent")
_UUID = Argument("--cell_uuid", "uuid of the cell", {"required": True, "metavar": "UUID"})
_NAME = Argument("--name", "a name for people")

COMMANDS = (
    Command(
        "cell_v2",
        "map_cell0",
        map_cell0,
        "Map the database of servers that never got a host.",
        (Argument("--database_connection", "URL of the database; the cell database's, with _cell0 behind its name"),),
    ),
    Command(
        "cell_v2",
        "create_cell",
        create_cell,
        "Make a cell.",
        (
            _NAME,
            _DATABASE,
            _TRANSPORT,
            flag("--verbose", "print its uuid"),
            flag("--disabled", "schedule nothing to it"),
        ),
    ),
    Command(
        "cell_v2",
        "list_cells",
        list_cells,
        "Show all cells.",
        (flag("--verbose", "with the passwords in their URLs"),),
    ),
    Command(
        "cell_v2",
        "update_cell",
        update_cell,
        "Change a cell.",
        (
            _UUID,
            _NAME,
            _TRANSPORT,
            _DATABASE,
            flag("--disable", "schedule nothing to it"),
            flag("--enable", "schedule to it"),
        ),
    ),
    Command(
        "cell_v2",
        "delete_cell",
        delete_cell,
        "Remove a cell without servers.",
        (_UUID, flag("--force", "also if it has hosts or mappings of deleted servers")),
    ),
    Command(
        "cell_v2",
        "simple_cell_setup",
        simple_cell_setup,
        "Set up cell0 and the cell of this configuration with its hosts.",
        (_TRANSPORT,),
    ),
    Command(
        "cell_v2",
        "map_cell_and_hosts",
        map_cell_and_hosts,
        "Make a cell of this configuration and map its hosts.",
        (_TRANSPORT, _NAME, flag("--verbose", "print its uuid")),
    ),
)
