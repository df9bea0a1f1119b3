# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Tags of servers."""

from collections.abc import Iterable

from nova_lite import cells, exception
from nova_lite.db.engine import retry_on_deadlock
from nova_lite.db.main import tags as queries
from nova_lite.lifecycle import UPDATE_TAGS
from nova_lite.operations import guard
from nova_lite.operations.find import Server

LIMIT = 50


def listed(server: Server) -> list[str]:
    """Tags in alphabetical order."""
    return sorted(server.instance.tags)


@retry_on_deadlock
def replace(server: Server, tags: Iterable[str]) -> list[str]:
    """Make the tags exactly these; returns them. Raises InstanceInvalidState."""
    guard.check(server, UPDATE_TAGS)
    wanted = sorted(set(tags))
    with cells.database(server.context).writer() as session:
        queries.replace(session, server.instance.uuid, wanted)
    return wanted


@retry_on_deadlock
def add(server: Server, tag: str) -> bool:
    """Add one tag; False when the server has it. Raises InstanceInvalidState, InvalidInput for the 51st tag."""
    guard.check(server, UPDATE_TAGS)
    if len(server.instance.tags) >= LIMIT:
        raise exception.ValidationError(detail=f"The number of tags exceeded the per-server limit {LIMIT}")
    if tag in server.instance.tags:
        return False
    with cells.database(server.context).writer() as session:
        queries.add(session, server.instance.uuid, tag)
    return True


@retry_on_deadlock
def remove(server: Server, tag: str) -> None:
    """Remove one tag; raises InstanceTagNotFound, InstanceInvalidState."""
    guard.check(server, UPDATE_TAGS)
    with cells.database(server.context).writer() as session:
        if not queries.remove(session, server.instance.uuid, tag):
            raise exception.InstanceTagNotFound(instance_id=server.instance.uuid, tag=tag)
