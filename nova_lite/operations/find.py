# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""One server by its uuid, wherever it is: in a cell, in cell0, or still waiting for a host."""

import json
from dataclasses import dataclass
from typing import Any

from oslo_utils import uuidutils

from nova_lite import cells, exception
from nova_lite.context import RequestContext
from nova_lite.db.api import build_requests, instance_mappings
from nova_lite.db.api.models import InstanceMapping
from nova_lite.db.engine import api_database
from nova_lite.objects import store
from nova_lite.objects.instance import Instance


@dataclass(frozen=True, slots=True)
class Server:
    """A server and the context for working on it, bound to its cell. `placed` is False while it waits for a host."""

    context: RequestContext
    instance: Instance
    placed: bool = True

    @property
    def project_id(self) -> str | None:
        """Owner, for policy."""
        return self.instance.project_id

    @property
    def user_id(self) -> str | None:
        """Creator, for policy."""
        return self.instance.user_id


def server(context: RequestContext, uuid: str, with_deleted: bool = False) -> Server:
    """A server; raises InstanceNotFound, also for text that is no uuid, for servers of other projects unless an
    administrator asks, and for deleted servers unless wanted.
    """
    if not uuidutils.is_uuid_like(uuid):
        raise exception.InstanceNotFound(instance_id=uuid)
    for _ in range(2):
        mapping, waiting = _look_up(uuid)
        check_visible(context, uuid, mapping.project_id)
        if mapping.cell_id is not None:
            bound = cells.target(context, cells.by_id(mapping.cell_id))
            return Server(bound, store.current().get_instance(bound, uuid, with_deleted))
        if waiting is not None:
            return Server(context, waiting, placed=False)
    raise exception.InstanceNotFound(instance_id=uuid)


def check_visible(context: RequestContext, uuid: str, project_id: str | None) -> None:
    """Raise InstanceNotFound if the server belongs to another project: only administrators know of those."""
    if not context.is_admin and project_id != context.project_id:
        raise exception.InstanceNotFound(instance_id=uuid)


def _look_up(uuid: str) -> tuple[InstanceMapping, Instance | None]:
    with api_database().reader() as session:
        mapping = instance_mappings.find(session, uuid)
        if mapping is None:
            raise exception.InstanceNotFound(instance_id=uuid)
        row = build_requests.find(session, uuid) if mapping.cell_id is None else None
    return mapping, None if row is None else from_build_request(str(row.instance))


def from_build_request(text: str) -> Instance:
    """The server of a build request's JSON, without changes."""
    return Instance.from_primitive(json.loads(text, object_hook=_without_changes))


def _without_changes(part: dict[str, Any]) -> dict[str, Any]:
    if "nova_object.data" in part:
        part.pop("nova_object.changes", None)
    return part


def instance(context: RequestContext, uuid: str) -> tuple[RequestContext, Instance]:
    """Like server(), for callers that need just the bound context and the record."""
    found = server(context, uuid)
    return found.context, found.instance
