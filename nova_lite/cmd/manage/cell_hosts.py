# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-manage cell_v2: which cell each compute host is in."""

import argparse

from oslo_db import exception as db_exception

from nova_lite import cells, exception
from nova_lite.cells import Cell
from nova_lite.cmd.manage.commands import Argument, Command, flag
from nova_lite.cmd.manage.tables import table
from nova_lite.db.api import host_mappings
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main import compute_nodes, instances, services

COMPUTE = "nova-compute"


def compute_hosts(database_url: str) -> list[str]:
    """Hosts of a cell that have a compute node, in order."""
    with cell_database(database_url).reader() as session:
        return sorted({str(node.host) for node in compute_nodes.listed(session)})


def service_hosts(database_url: str) -> list[str]:
    """Hosts of a cell that have a compute service, in order."""
    with cell_database(database_url).reader() as session:
        return sorted({str(service.host) for service in services.listed(session, binary=COMPUTE)})


def unmapped_hosts(cell: Cell, by_service: bool) -> list[str]:
    """Hosts of a cell that host discovery has not seen, in order."""
    if by_service:
        return service_hosts(cell.database_url)
    with cell_database(cell.database_url).reader() as session:
        return sorted({str(node.host) for node in compute_nodes.unmapped(session)})


def _find(uuid: str) -> Cell | None:
    try:
        return cells.by_uuid(uuid)
    except exception.CellMappingNotFound:
        print(f"There is no cell with uuid {uuid}.")
        return None


def discover_hosts(args: argparse.Namespace) -> int:
    """Map compute hosts that are new, of one cell or of all."""
    found = cells.all_cells(with_cell0=True)
    if args.cell_uuid:
        found = [cells.by_uuid(args.cell_uuid)]
    if args.verbose:
        print(f"Found {len(found)} cell mappings.")
    try:
        new = [host for cell in found for host in _discover(cell, args.by_service, args.verbose)]
    except db_exception.DBDuplicateEntry as error:
        print(f"ERROR: A host was mapped by somebody else at the same time, or is in two cells: {error}")
        return 2
    return 1 if args.strict and not new else 0


def _discover(cell: Cell, by_service: bool, verbose: bool) -> list[str]:
    def tell(text: str) -> None:
        if verbose:
            print(text)

    if cell.is_cell0:
        tell("Skipping cell0 since it does not contain hosts.")
        return []
    tell(f"Getting computes from cell '{cell.name}': {cell.uuid}")
    hosts = unmapped_hosts(cell, by_service)
    for host in hosts:
        tell(f"Checking host mapping for compute host '{host}'")
    new = cells.map_hosts(cell, hosts)
    for host in new:
        tell(f"Creating host mapping for compute host '{host}'")
    tell(f"Found {len(new)} unmapped computes in cell: {cell.uuid}")
    return new


def list_hosts(args: argparse.Namespace) -> int:
    """Print hosts with their cells."""
    cell = None
    if args.cell_uuid:
        cell = _find(args.cell_uuid)
        if cell is None:
            return 1
    with api_database().reader() as session:
        pairs = host_mappings.listed(session, cell.id if cell else None)
    rows = [(row.name or "", row.uuid, host) for host, row in pairs]
    print(table(("Cell Name", "Cell UUID", "Hostname"), rows))
    return 0


def delete_host(args: argparse.Namespace) -> int:
    """Forget a host without servers; it is discovered anew if its daemon still reports."""
    cell = _find(args.cell_uuid)
    if cell is None:
        return 1
    with api_database().reader() as session:
        mapped = host_mappings.cell_of(session, args.host)
    if mapped is None:
        print(f"The host {args.host} was not found.")
        return 2
    if mapped.uuid != cell.uuid:
        print(f"The host {args.host} is not in cell {cell.uuid}.")
        return 3
    with cell_database(cell.database_url).writer() as session:
        if instances.by_host(session, args.host):
            print(f"There are servers on the host {args.host}.")
            return 4
        compute_nodes.set_mapped(session, args.host, 0)
    with api_database().writer() as session:
        host_mappings.destroy(session, args.host)
    return 0


_UUID = Argument("--cell_uuid", "only this cell", {"metavar": "UUID"})
_THE_UUID = Argument("--cell_uuid", "uuid of the cell", {"required": True, "metavar": "UUID"})

COMMANDS = (
    Command(
        "cell_v2",
        "discover_hosts",
        discover_hosts,
        "Map new compute hosts to their cells.",
        (
            _UUID,
            flag("--verbose", "say what is done"),
            flag("--strict", "end with code 1 when there is no new host"),
            flag("--by-service", "hosts with a compute service, even without compute node"),
        ),
    ),
    Command("cell_v2", "list_hosts", list_hosts, "Show hosts with their cells.", (_UUID,)),
    Command(
        "cell_v2",
        "delete_host",
        delete_host,
        "Forget a host without servers.",
        (_THE_UUID, Argument("--host", "name of the host", {"required": True})),
    ),
)
