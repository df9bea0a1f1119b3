# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-manage placement heal_allocations: servers on hosts that Placement does not know of get their allocations."""

import argparse
import json
from dataclasses import dataclass, replace

from nova_lite import cells, exception
from nova_lite.cells import Cell
from nova_lite.cmd.manage.commands import Argument, Command, flag
from nova_lite.context import RequestContext, get_admin_context
from nova_lite.db.api import request_specs
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main import compute_nodes, instances
from nova_lite.objects.database import DatabaseStore
from nova_lite.objects.instance import Instance
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.placement import allocations
from nova_lite.placement.model import Consumer
from nova_lite.scheduler.resources import candidate_request

HEALED, MORE_LEFT, NO_NODE, UPDATE_FAILED, NOTHING, BAD_ARGUMENT = 0, 1, 2, 3, 4, 127


@dataclass(frozen=True, slots=True)
class _Options:
    """What is healed and how. room: servers that may be healed yet; None is any number."""

    dry_run: bool
    force: bool
    verbose: bool
    only: str | None
    room: int | None


def heal(args: argparse.Namespace) -> int:
    """Go through servers of all cells, of one cell, or just one server."""
    if args.max_count is not None and (not args.max_count.isdecimal() or int(args.max_count) < 1):
        print("Must supply a positive integer for --max-count.")
        return BAD_ARGUMENT
    options = _Options(
        dry_run=args.dry_run,
        force=args.force,
        verbose=args.verbose or args.dry_run,
        only=args.instance,
        room=None if args.max_count is None or args.instance else int(args.max_count),
    )
    try:
        chosen = _cells(args)
        healed, complete = _heal_cells(chosen, options)
    except (exception.CellMappingNotFound, exception.InstanceNotFound) as error:
        print(error)
        return BAD_ARGUMENT
    except exception.ComputeHostNotFound as error:
        print(error)
        return NO_NODE
    except (exception.Conflict, exception.Failed, exception.Invalid, exception.Unavailable) as error:
        print(f"Allocations could not be written: {error}")
        return UPDATE_FAILED
    if options.verbose:
        print(f"{'Would have processed' if options.dry_run else 'Processed'} {healed} instances.")
    if not complete:
        return MORE_LEFT
    return HEALED if healed else NOTHING


def _cells(args: argparse.Namespace) -> list[Cell]:
    if args.instance:
        found = cells.of_instance(args.instance)
        return [] if found is None else [found]
    return [cells.by_uuid(args.cell)] if args.cell else cells.all_cells()


def _heal_cells(chosen: list[Cell], options: _Options) -> tuple[int, bool]:
    """How many servers were healed, and whether all were looked at."""
    healed = 0
    for cell in chosen:
        context = cells.target(get_admin_context(), cell)
        for uuid in _servers(cell, options.only):
            if options.room is not None and healed >= options.room:
                return healed, False
            healed += _heal_one(context, DatabaseStore().get_instance(context, uuid), options)
    return healed, True


def _servers(cell: Cell, only: str | None) -> list[str]:
    """Servers with a host."""
    with cell_database(cell.database_url).reader() as session:
        return instances.uuids_with_host(session, only)


def _heal_one(context: RequestContext, instance: Instance, options: _Options) -> bool:
    """True if the server got, or would get, allocations."""
    if instance.task_state is not None:
        _say(options, f"Instance {instance.uuid} is undergoing a task state transition: {instance.task_state}")
        return False
    held = allocations.get(context, instance.uuid)
    wanted = _wanted(context, instance, held, options.force)
    if wanted is None:
        _say(options, f"Instance {instance.uuid} already has allocations with matching consumer project/user.")
        return False
    if not options.dry_run:
        allocations.claim(context, wanted)
    done = "[dry-run] Create or update" if options.dry_run else "Successfully created or updated"
    _say(options, f"{done} allocations for instance {instance.uuid}: {wanted.allocations}")
    return True


def _wanted(context: RequestContext, instance: Instance, held: Consumer | None, force: bool) -> Consumer | None:
    """What the server should hold; None if it holds something with the right owner already."""
    project_id, user_id = str(instance.project_id), str(instance.user_id)
    if held is not None and not force:
        if (held.project_id, held.user_id) == (project_id, user_id):
            return None
        return replace(held, project_id=project_id, user_id=user_id)
    with cells.database(context).reader() as session:
        nodes = compute_nodes.by_host(session, str(instance.host), instance.node)
    if not nodes:
        raise exception.ComputeHostNotFound(host=instance.node or instance.host)
    resources = candidate_request(_spec(instance), None, None).group.resources
    generation = None if held is None else held.generation
    return Consumer(instance.uuid, {str(nodes[0].uuid): resources}, project_id, user_id, generation)


def _spec(instance: Instance) -> RequestSpec:
    """What the server was asked with; its present flavor counts."""
    with api_database().reader() as session:
        text = request_specs.find(session, instance.uuid)
    if instance.flavor is None:
        raise exception.Failed(f"Instance {instance.uuid} has no flavor.")
    if text is None:
        return RequestSpec(flavor=instance.flavor, is_bfv=not instance.image_ref)
    found: RequestSpec = RequestSpec.from_primitive(json.loads(text))
    found.flavor = instance.flavor
    return found


def _say(options: _Options, text: str) -> None:
    if options.verbose:
        print(text)


COMMANDS = (
    Command(
        "placement",
        "heal_allocations",
        heal,
        "Give servers that Placement does not know their allocations.",
        (
            Argument("--max-count", "servers to heal at most", {"metavar": "NUMBER"}),
            flag("--verbose", "print what is done"),
            flag("--dry-run", "change nothing"),
            Argument("--instance", "just this server", {"metavar": "UUID"}),
            flag("--skip-port-allocations", "accepted; allocations of ports are never touched"),
            Argument("--cell", "just servers of this cell", {"metavar": "UUID"}),
            flag("--force", "write also where allocations are present"),
        ),
    ),
)
