# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""One server to be looked at: found and read in as few statements as it takes, without anything that saves.

Operations that change a server use find.server() instead.
"""

from dataclasses import dataclass, field
from typing import Any

from oslo_utils import uuidutils

from nova_lite import cells, exception
from nova_lite.context import RequestContext
from nova_lite.db.api import instance_mappings
from nova_lite.db.engine import api_database
from nova_lite.db.main import instance_lists
from nova_lite.db.main.instance_lists import HostService
from nova_lite.objects import server_record
from nova_lite.objects.server_record import AnyServer
from nova_lite.operations import find, lists


@dataclass(frozen=True, slots=True)
class Shown:
    """A server with faults and services as of a page, the JSON of its request spec and the uuid of its group."""

    page: lists.Page
    spec: str | None = None
    groups: list[str] = field(default_factory=list)

    @property
    def instance(self) -> AnyServer:
        """The server."""
        return self.page.servers[0]

    @property
    def project_id(self) -> str | None:
        """Owner, for policy."""
        return self.instance.project_id

    @property
    def user_id(self) -> str | None:
        """Creator, for policy."""
        return self.instance.user_id


def server(context: RequestContext, uuid: str, extent: lists.Extent) -> Shown:
    """A server that is not deleted; raises InstanceNotFound, also for text that is no uuid and for servers of other
    projects unless an administrator asks.
    """
    found = _read(context, uuid, extent)
    find.check_visible(context, uuid, found.project_id)
    return found


def _read(context: RequestContext, uuid: str, extent: lists.Extent) -> Shown:
    if not uuidutils.is_uuid_like(uuid):
        raise exception.InstanceNotFound(instance_id=uuid)
    for _ in range(2):
        with api_database().reader() as session:
            found = instance_mappings.located(session, uuid)
        if found is None:
            break
        groups = [] if found.group is None else [str(found.group)]
        if found.cell_id is not None:
            return Shown(_in_cell(context, uuid, found.cell_id, extent), found.spec, groups)
        if found.instance is not None:
            return Shown(lists.Page(servers=[find.from_build_request(found.instance)]), found.spec, groups)
    raise exception.InstanceNotFound(instance_id=uuid)


def _in_cell(context: RequestContext, uuid: str, cell_id: int, extent: lists.Extent) -> lists.Page:
    bound = cells.target(context, cells.by_id(cell_id))
    with cells.database(bound).reader() as session:
        row: Any = instance_lists.one(session, uuid, extent.system_keys)
        if row is None:
            raise exception.InstanceNotFound(instance_id=uuid)
        server = server_record.from_row(row._fields, row)
        page = lists.Page(servers=[server], faults=lists.faults_of(session, [server]))
        if server.host and row.seen_at is not None:
            page.services[server.host] = HostService(row.forced_down, row.disabled, row.seen_at)
    return page
