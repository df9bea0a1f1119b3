# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-manage placement audit and sync_aggregates: Placement is compared with what the databases know."""

import argparse

from nova_lite import cells, exception
from nova_lite.cmd.manage.commands import Argument, Command, flag
from nova_lite.context import RequestContext, get_admin_context
from nova_lite.db.api import aggregates, build_requests
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main import compute_nodes, instances, migrations
from nova_lite.placement import allocations
from nova_lite.placement.providers import Providers

CLEAN, BROKEN, FOUND, ALL_DELETED, NO_PROVIDER = 0, 1, 3, 4, 127
SYNCED, SEVERAL_NODES, PLACEMENT_ERROR, UPDATE_FAILED, NO_HOST_MAPPING, NO_NODE, PROVIDER_MISSING = range(7)


# ---- audit -----------------------------------------------------------------------------------------------------------


def audit(args: argparse.Namespace) -> int:
    """Look for allocations of consumers that are neither servers of the provider's host nor moves from or to it."""
    context = get_admin_context()
    try:
        chosen = _chosen(context, args.resource_provider)
    except exception.ResourceProviderNotFound as error:
        print(error)
        return NO_PROVIDER
    found = failed = 0
    for provider, hosts in chosen.items():
        try:
            for consumer in _orphans(context, provider, hosts):
                found += 1
                print(f"Allocations for consumer UUID {consumer} on Resource Provider {provider} can be deleted")
                if args.delete:
                    allocations.remove_provider(context, consumer, {provider})
                    print(f"Deleted allocations for consumer UUID {consumer} on Resource Provider {provider}")
        except exception.NovaException as error:
            failed += 1
            print(f"Resource Provider {provider} could not be audited: {error}")
    if args.verbose:
        print(f"Processed {found} allocation{'' if found == 1 else 's'}.")
    if failed:
        return BROKEN
    if not found:
        return CLEAN
    return ALL_DELETED if args.delete else FOUND


def _chosen(context: RequestContext, wanted: str | None) -> dict[str, set[str]]:
    """Consumers that may hold something, by provider: those of the trees of all compute nodes, or one provider."""
    known: dict[str, set[str]] = {}
    for node, consumers in _nodes().items():
        for provider in Providers().tree(context, node):
            known[provider.uuid] = consumers
    if wanted is None:
        return known
    if wanted not in known:
        Providers().get(context, wanted)
        raise exception.ResourceProviderNotFound(
            f"Resource provider {wanted} belongs to no compute node, nothing is known of its consumers."
        )
    return {wanted: known[wanted]}


def _nodes() -> dict[str, set[str]]:
    """Uuids of servers on each compute node, of moves from and to its host, and of all servers that have none yet."""
    found: dict[str, set[str]] = {}
    with api_database().reader() as session:
        waiting = {str(row.instance_uuid) for row in build_requests.listed(session, None)}
    for cell in cells.all_cells():
        with cell_database(cell.database_url).reader() as session:
            waiting |= set(instances.uuids_without_host(session))
            for node in compute_nodes.listed(session):
                moves = migrations.unfinished_on(session, str(node.host))
                here = instances.by_host(session, str(node.host))
                found[str(node.uuid)] = {
                    *(row.uuid for row in here if row.node in (None, node.hypervisor_hostname)),
                    *(move.uuid for move in moves),
                    *(str(move.instance_uuid) for move in moves),
                }
    return {node: consumers | waiting for node, consumers in found.items()}


def _orphans(context: RequestContext, provider: str, consumers: set[str]) -> list[str]:
    return sorted(allocations.of_provider(context, provider).keys() - consumers)


# ---- aggregates ------------------------------------------------------------------------------------------------------


def sync_aggregates(args: argparse.Namespace) -> int:
    """Put the providers of all hosts in aggregates into the aggregates of the same uuids in Placement."""
    context, providers = get_admin_context(), Providers()
    with api_database().reader() as session:
        wanted = [(str(one.row.uuid), host) for one in aggregates.listed(session) for host in one.hosts]
    worst = SYNCED
    for aggregate, host in wanted:
        code = _sync(context, providers, aggregate, host)
        if args.verbose and code == SYNCED:
            print(f"Host {host} is in aggregate {aggregate}")
        worst = worst or code
    return worst


def _sync(context: RequestContext, providers: Providers, aggregate: str, host: str) -> int:
    try:
        bound = cells.target(context, cells.of_host(host))
        with cells.database(bound).reader() as session:
            nodes = compute_nodes.by_host(session, host)
        if len(nodes) != 1:
            print(f"Host {host} has {len(nodes)} compute nodes, one was expected.")
            return SEVERAL_NODES if nodes else NO_NODE
        providers.change_aggregates(context, str(nodes[0].uuid), add=[aggregate])
    except exception.HostMappingNotFound as error:
        print(error)
        return NO_HOST_MAPPING
    except exception.ResourceProviderNotFound as error:
        print(error)
        return PROVIDER_MISSING
    except (exception.Conflict, exception.Failed) as error:
        print(f"Aggregate {aggregate} could not be set for host {host}: {error}")
        return UPDATE_FAILED
    except (exception.Invalid, exception.Unavailable) as error:
        print(f"Placement refuses or does not answer: {error}")
        return PLACEMENT_ERROR
    return SYNCED


COMMANDS = (
    Command(
        "placement",
        "audit",
        audit,
        "Look for allocations that nobody uses any more.",
        (
            flag("--verbose", "print how many there are"),
            Argument("--resource_provider", "just this provider", {"metavar": "UUID"}),
            flag("--delete", "delete them"),
        ),
    ),
    Command(
        "placement",
        "sync_aggregates",
        sync_aggregates,
        "Mirror host aggregates to Placement.",
        (flag("--verbose", "print each host"),),
    ),
)
