# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the views of servers need besides the records: gathered in few steps for one server or for many."""

from collections.abc import Mapping
from typing import Any

from nova_lite import cells, policy
from nova_lite.api.request import ApiRequest
from nova_lite.api.views.servers import WITH_FAULT, Facts, status
from nova_lite.db.api import request_specs, server_groups
from nova_lite.db.engine import api_database
from nova_lite.db.main import faults, instance_lists
from nova_lite.network import security_groups
from nova_lite.objects.server_record import GROUPS_KEY, AnyServer
from nova_lite.objects.service import is_up
from nova_lite.operations import lists
from nova_lite.operations.find import Server
from nova_lite.operations.show import Shown

ATTRIBUTES = "os_compute_api:os-extended-server-attributes"
EXTRA_SPECS = "os_compute_api:servers:show:flavor-extra-specs"
HOST_STATUS = "os_compute_api:servers:show:host_status"
UNKNOWN_ONLY = "os_compute_api:servers:show:host_status:unknown-only"


def allowed(req: ApiRequest, rule: str, instance: AnyServer | None = None) -> bool:
    """What policy says, judged on the server's owner (or on the caller's own project for lists)."""
    owner = None if instance is None else {"project_id": instance.project_id, "user_id": instance.user_id}
    return policy.authorize(req.context, rule, owner, do_raise=False)


def extent(req: ApiRequest) -> lists.Extent:
    """What the views of a version need to be read of each server."""
    keys = (GROUPS_KEY, *(["locked_reason"] if req.version >= (2, 73) else []))
    return lists.Extent(system_keys=None if req.version >= (2, 98) else keys, services=req.version >= (2, 16))


def of_shown(req: ApiRequest, server: Shown) -> Facts:
    """Facts for a server that was read to be shown."""
    one = server.instance
    found = _of_servers(req, server.page, one, {one.uuid: server.spec} if server.spec else {})[one.uuid]
    found.server_groups = server.groups
    return found


def of_one(req: ApiRequest, server: Server) -> Facts:
    """Facts for showing one server."""
    instance = server.instance
    found = lists.Page(servers=[instance])
    if server.placed:
        with cells.database(server.context).reader() as session:
            if status(instance) in WITH_FAULT:
                found.faults = faults.latest(session, [instance.uuid])
            if instance.host:
                found.services = instance_lists.host_services(session, {instance.host})
    return of_many(req, found, single=True)[instance.uuid]


def of_many(req: ApiRequest, page: lists.Page, single: bool = False) -> dict[str, Facts]:
    """Facts for many servers, by uuid; Neutron is asked once for all."""
    servers = page.servers
    found = _of_servers(req, page, servers[0] if single else None, _request_specs(req, servers))
    for uuid, groups in (_memberships(req, servers) if single else {}).items():
        found[uuid].server_groups = groups
    return found


def _of_servers(
    req: ApiRequest, page: lists.Page, owner: AnyServer | None, specs: Mapping[str, str]
) -> dict[str, Facts]:
    """Facts without server groups. Policy is asked for the owner of a single server, or once for a list."""
    servers = page.servers
    attributes = allowed(req, ATTRIBUTES, owner)
    specs_seen = req.version >= (2, 47) and allowed(req, EXTRA_SPECS, owner)
    host_rule = _host_rule(req, owner)
    groups = _groups(req, servers)
    states = {host: _host_state(host, page.services, host_rule) for host in {one.host for one in servers}}
    with_spec = req.version >= (2, 96)
    shared: dict[Any, Any] = {}
    return {
        one.uuid: Facts(
            attributes=attributes,
            flavor_specs=specs_seen,
            admin=bool(req.context.is_admin),
            host_state=states[one.host],
            groups=groups.get(one.uuid, []),
            fault=page.faults.get(one.uuid),
            shared=shared,
            spec=lists.request_spec_of(specs.get(one.uuid)) if with_spec else {},
        )
        for one in servers
    }


def _host_rule(req: ApiRequest, owner: AnyServer | None) -> str | None:
    if req.version < (2, 16):
        return None
    if allowed(req, HOST_STATUS, owner):
        return HOST_STATUS
    return UNKNOWN_ONLY if allowed(req, UNKNOWN_ONLY, owner) else None


def _host_state(host: str | None, rows: dict[str, Any], rule: str | None) -> str | None:
    """Status of a host; None hides the key."""
    if rule is None:
        return None
    row = rows.get(str(host))
    if not host or row is None:
        word = ""
    elif row.forced_down:
        word = "DOWN"
    elif row.disabled:
        word = "MAINTENANCE"
    else:
        word = "UP" if is_up(row.forced_down, row.seen_at) else "UNKNOWN"
    return word if rule == HOST_STATUS or word == "UNKNOWN" else None


def _groups(req: ApiRequest, servers: list[AnyServer]) -> dict[str, list[str]]:
    """Names of security groups, from Neutron; a server without ports has none."""
    with_ports = [one.uuid for one in servers if one.network_info]
    found = {}
    if with_ports:
        projects = {one.project_id for one in servers}
        project_id = projects.pop() if len(projects) == 1 else None
        known = security_groups.by_server(req.context, with_ports, project_id=project_id)
        found = {uuid: [group.name for group in groups] for uuid, groups in known.items()}
    return found


def _request_specs(req: ApiRequest, servers: list[AnyServer]) -> dict[str, str]:
    """JSON of request specs, one query for all servers; nothing before the version that shows them."""
    if req.version < (2, 96) or not servers:
        return {}
    with api_database().reader() as session:
        return request_specs.of(session, [one.uuid for one in servers])


def _memberships(req: ApiRequest, servers: list[AnyServer]) -> dict[str, list[str]]:
    if req.version < (2, 71):
        return {}
    with api_database().reader() as session:
        found = {one.uuid: server_groups.of_member(session, one.uuid) for one in servers}
    return {uuid: [group.row.uuid] for uuid, group in found.items() if group is not None}
