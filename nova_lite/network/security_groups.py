# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Security groups of servers: names to ids before a server is made, groups by server for the views.

Groups are put on ports by allocate.py; their rules are Neutron's business.
"""

from collections.abc import Iterable, Sequence

from oslo_utils import uuidutils

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.network import client
from nova_lite.network.records import GroupRecord, PortRecord

DEFAULT = "default"


def resolve(context: RequestContext, names: Sequence[str], project_id: str) -> list[str]:
    """Ids of groups given by name or id, without repetition; empty for the default group alone.

    Neutron puts ports without groups into the project's default group, so that needs no request.
    Raises SecurityGroupNotFound, NoUniqueMatch.
    """
    wanted = list(dict.fromkeys(names))
    if not wanted or wanted == [DEFAULT]:
        return []
    filters = {"tenant_id": project_id}
    groups = client.security_groups(context, filters, fields=["id", "name"])
    return list(dict.fromkeys(_find(groups, name) for name in wanted))


def _find(groups: Sequence[GroupRecord], name: str) -> str:
    if any(group.id == name for group in groups):
        return name
    named = [group.id for group in groups if group.name == name]
    if not named:
        raise exception.SecurityGroupNotFound(security_group_id=name)
    if len(named) > 1:
        raise exception.NoUniqueMatch(name=name)
    return named[0]


def ids_of(context: RequestContext, groups: Sequence[str], project_id: str) -> list[str]:
    """As resolve(), but ids are trusted: for requests whose names the API has resolved already."""
    if all(uuidutils.is_uuid_like(group) for group in groups):
        return list(dict.fromkeys(groups))
    return resolve(context, groups, project_id)


def _ports(context: RequestContext, servers: list[str], project_id: str | None) -> list[PortRecord]:
    fields = ["id", "device_id", "security_groups"]
    missing, found = set(servers), []
    if project_id and len(servers) > client.IDS_PER_REQUEST:
        everything = client.ports(context, {"tenant_id": project_id}, fields=fields)
        found = [port for port in everything if port.device_id in missing]
        missing -= {port.device_id for port in found}
    if missing:
        found += client.ports(context, {"device_id": sorted(missing)}, fields=fields)
    return found


def by_server(
    context: RequestContext, server_ids: Iterable[str], detailed: bool = False, project_id: str | None = None
) -> dict[str, list[GroupRecord]]:
    """Groups of many servers in two requests; a group appears once per port. Servers without groups are absent.

    More servers than fit into one request are asked for by `project_id`, whose servers most of them are, and then by
    their ids those that have no port there. Without `detailed` the records hold id and name only; a group without name
    has its id as name.
    """
    wanted = sorted(set(server_ids))
    if not wanted:
        return {}
    ports = _ports(context, wanted, project_id)
    ids = sorted({group for port in ports for group in port.security_groups})
    if not ids:
        return {}
    fields = () if detailed else ("id", "name")
    groups = {one.id: one for one in client.security_groups(context, {"id": ids}, fields=fields)}
    found: dict[str, list[GroupRecord]] = {}
    for port in ports:
        visible = [groups[group] for group in port.security_groups if group in groups]
        if visible:
            found.setdefault(port.device_id, []).extend(visible)
    return found
