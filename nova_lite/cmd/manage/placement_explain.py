# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-manage placement explain: where a server would go, and why not elsewhere. Claims and changes nothing.

The request passes the same code as in nova-scheduler; what that keeps in memory (servers placed a moment ago) is not
known here.
"""

import argparse
from collections.abc import Iterable

from oslo_utils import uuidutils

from nova_lite import cells, exception
from nova_lite.cmd.manage.commands import Argument, Command, flag
from nova_lite.cmd.manage.tables import table
from nova_lite.conductor import records
from nova_lite.context import RequestContext, get_admin_context
from nova_lite.db.api import flavors
from nova_lite.db.engine import api_database
from nova_lite.db.main import compute_nodes
from nova_lite.db.session import Session
from nova_lite.image import client as images
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.placement.providers import Providers
from nova_lite.scheduler import registry, request, unoffered
from nova_lite.scheduler.directory import Directory
from nova_lite.scheduler.request import Offer, Rules
from nova_lite.scheduler.select import Selector

FOUND, NO_HOST, UNKNOWN = 0, 1, 2
Fallen = list[tuple[str, str, str]]


def explain(args: argparse.Namespace) -> int:
    """Print which hosts fall where and on what, and which would be chosen."""
    context = get_admin_context()
    try:
        spec = _spec(context, args)
        records.load_group(context, spec)
    except (exception.NotFound, exception.InvalidInput) as error:
        print(error)
        return UNKNOWN
    rules, directory = Rules(registry.enabled_filters(), registry.enabled_weighers()), Directory()
    try:
        registry.check_group(spec.group_policy, rules.filters, rules.weighers)
        offered = request.offer(context, spec, directory)
    except (exception.NoValidHost, exception.UnsupportedPolicy) as error:
        print(*[error, *getattr(error, "__notes__", ())], sep="\n")
        return NO_HOST
    made = request.selector(context, spec, directory, offered, rules)
    return _tell(context, args, made, offered)


def _tell(context: RequestContext, args: argparse.Namespace, made: Selector, offered: Offer) -> int:
    nodes = cells.gather(context, _nodes)
    print(f"Placement was asked for {offered.describe()}")
    print(f"It offers {len(offered.candidates.keys() & dict(nodes).keys())} of {len(nodes)} compute nodes.")
    passing = made.ranked()
    weights = made.ranking.totals(passing)
    left_out = [(uuid, host) for uuid, host in nodes if uuid not in offered.candidates]
    examined = left_out[: args.max_hosts]
    fallen = [*_unoffered(context, offered, examined), *_rejected(made)]
    if fallen:
        print(table(("Host", "Fell at", "Why"), fallen))
    if len(left_out) > len(examined):
        print(f"{len(left_out) - len(examined)} more that Placement does not offer were not looked at (--max-hosts).")
    if passing:
        rows = [
            (place, host.host, host.node, f"{weight:.4f}")
            for place, (host, weight) in enumerate(zip(passing, weights, strict=True), 1)
        ]
        print(table(("Place", "Host", "Node", "Weight"), rows))
    return _choose(made, args.count)


def _choose(made: Selector, count: int) -> int:
    """Place as many servers as wanted, each with the ones before it in mind."""
    for number in range(1, count + 1):
        choice = made.choose(uuidutils.generate_uuid(), lambda choice: True)
        if choice is None:
            print(f"No host for server {number} of {count}: {made.rejections.describe()}")
            return NO_HOST
        print(f"Server {number} of {count} would go to {choice.host.host} (node {choice.host.node}).")
    return FOUND


def _nodes(context: RequestContext) -> list[tuple[str, str]]:
    with cells.database(context).reader() as session:
        return [(str(node.uuid), str(node.host)) for node in compute_nodes.listed(session)]


def _rejected(made: Selector) -> Fallen:
    return [(host, name, why) for name, hosts in made.rejections.by_filter.items() for host, why in hosts.items()]


def _unoffered(context: RequestContext, offered: Offer, nodes: Iterable[tuple[str, str]]) -> Fallen:
    providers = Providers()
    return [
        (host, "placement", reason)
        for uuid, host in nodes
        for reason in unoffered.reasons(offered.asked, uuid, _facts(context, providers, uuid))
    ]


def _facts(context: RequestContext, providers: Providers, uuid: str) -> list[unoffered.Facts]:
    """The providers of a node, its own first; four requests each."""
    tree = sorted(providers.tree(context, uuid), key=lambda one: one.uuid != uuid)
    return [
        unoffered.Facts(
            providers.inventories(context, one.uuid),
            providers.usages(context, one.uuid),
            providers.traits(context, one.uuid),
            providers.aggregates(context, one.uuid),
        )
        for one in tree
    ]


def _spec(context: RequestContext, args: argparse.Namespace) -> RequestSpec:
    """The request of the arguments. Raises errors of the NotFound family, and InvalidInput."""
    if args.count < 1:
        raise exception.InvalidInput(reason="--count must be at least 1")
    with api_database().reader() as session:
        flavor = _flavor(session, args.flavor)
    return RequestSpec(
        num_instances=args.count,
        project_id=args.project,
        flavor=flavor,
        image=images.show(context, args.image) if args.image else None,
        availability_zone=args.availability_zone,
        is_bfv=args.boot_from_volume,
        requested_host=args.host,
        group_uuid=args.group,
        scheduler_hints=_hints(args.hint or []),
    )


def _flavor(session: Session, name: str) -> Flavor:
    """A flavor by its id, else by its name. Raises FlavorNotFound."""
    try:
        row = flavors.get(session, name)
    except exception.FlavorNotFound:
        row = flavors.by_name(session, name)
    specs = flavors.extra_specs(session, [row.id]).get(row.id, {})
    return Flavor(**{key: getattr(row, key) for key in Flavor.fields if key != "extra_specs"}, extra_specs=specs)


def _hints(given: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in given:
        key, sign, value = one.partition("=")
        if not sign:
            raise exception.InvalidInput(reason=f"--hint {one} is not key=value")
        found.setdefault(key, []).append(value)
    return found


COMMANDS = (
    Command(
        "placement",
        "explain",
        explain,
        "Say where a server would go and why it could not go elsewhere; nothing is claimed. Ends with 0 when there is a"
        " host, 1 when there is none, 2 when flavor, image or group are unknown.",
        (
            Argument("--flavor", "id or name of the flavor", {"required": True}),
            Argument("--image", "id of the image"),
            Argument("--availability-zone", "only this zone"),
            Argument("--project", "id of the project that asks"),
            Argument("--host", "only this host"),
            Argument("--group", "uuid of a server group"),
            Argument("--hint", "a scheduler hint as key=value; may be repeated", {"action": "append"}),
            Argument("--count", "how many servers", {"type": int, "default": 1}),
            Argument(
                "--max-hosts",
                "hosts that Placement does not offer and that are looked at one by one (100)",
                {"type": int, "default": 100},
            ),
            flag("--boot-from-volume", "the root disk is a volume"),
        ),
    ),
)
