# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers in cells that do not answer: what the API database alone knows of them."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from oslo_log import log as logging

from nova_lite import cells, exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import instance_mappings, request_specs, server_groups
from nova_lite.db.api.models import InstanceMapping
from nova_lite.db.engine import api_database
from nova_lite.objects.instance import Instance
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.operations.find import check_visible

LOG = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HiddenServer:
    """One such server: owner, time, and what was asked for when it was made. groups: uuids of server groups."""

    instance: Instance
    groups: list[str] = field(default_factory=list)

    @property
    def project_id(self) -> str | None:
        """Owner, for policy."""
        return self.instance.project_id

    @property
    def user_id(self) -> str | None:
        """Creator, for policy; unknown for servers that are older than the mapping's column."""
        return self.instance.user_id


def listed(cell_uuids: Iterable[str], project_id: str | None, limit: int) -> list[Instance]:
    """Servers of cells that do not answer, of one project if given, oldest first: id, owner and time only."""
    ids = [cells.by_uuid(uuid).id for uuid in cell_uuids]
    with api_database().reader() as session:
        rows = instance_mappings.in_cells(session, ids, project_id, limit)
    return [_instance(row) for row in rows]


def require_all(cell_uuids: Iterable[str]) -> None:
    """Raise Failed when lists may not be incomplete ([api]list_records_by_skipping_down_cells) and cells are away."""
    missing = sorted(cell_uuids)
    if missing and not CONF.api.list_records_by_skipping_down_cells:
        raise exception.Failed(f"Cells {', '.join(missing)} are not responding and may not be skipped.")


def otherwise(context: RequestContext, uuid: str, read: Callable[[], T]) -> T | HiddenServer:
    """What `read` reads of a server, or what is known without its cell when that does not answer.

    Raises InstanceNotFound, as `read` does, for servers that the caller must not know of.
    """
    try:
        return read()
    except exception.DatabaseUnavailable as error:
        LOG.warning("Server %s is shown without its cell: %s", uuid, error)
        found = find(uuid)
        check_visible(context, uuid, found.project_id)
        return found


def find(uuid: str) -> HiddenServer:
    """One such server; raises InstanceNotFound."""
    with api_database().reader() as session:
        row = instance_mappings.find(session, uuid)
        if row is None:
            raise exception.InstanceNotFound(instance_id=uuid)
        text = request_specs.find(session, uuid)
        group = server_groups.of_member(session, uuid)
    found = _instance(row)
    if text:
        spec = RequestSpec.from_primitive(json.loads(text))
        found.flavor = spec.flavor
        found.availability_zone = spec.availability_zone
        found.image_ref = spec.image.id if spec.image else None
    return HiddenServer(found, [] if group is None else [str(group.row.uuid)])


def _instance(row: InstanceMapping) -> Instance:
    return Instance(
        uuid=row.instance_uuid,
        project_id=row.project_id,
        user_id=row.user_id,
        created_at=row.created_at,
        power_state=0,
    )
