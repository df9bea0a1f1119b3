# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Metadata of servers."""

from collections.abc import Mapping

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.db.engine import api_database
from nova_lite.lifecycle import UPDATE_METADATA
from nova_lite.limits import quota
from nova_lite.operations import guard
from nova_lite.operations.find import Server


def merge(server: Server, items: Mapping[str, str]) -> dict[str, str]:
    """Add and change items; returns all. Raises OverQuota, InstanceInvalidState, InstanceIsLocked."""
    return replace(server, {**server.instance.metadata, **items})


def replace(server: Server, items: Mapping[str, str]) -> dict[str, str]:
    """Make the metadata exactly these; errors as merge()."""
    guard.check(server, UPDATE_METADATA)
    check_count(server.project_id, len(items))
    server.instance.metadata = dict(items)
    server.instance.save(server.context)
    return dict(items)


def remove(server: Server, key: str) -> None:
    """Remove one item; raises InstanceMetadataNotFound and as merge()."""
    if key not in server.instance.metadata:
        raise exception.InstanceMetadataNotFound()
    guard.check(server, UPDATE_METADATA)
    kept = {name: value for name, value in server.instance.metadata.items() if name != key}
    server.instance.metadata = kept
    server.instance.save(server.context)


def check_count(project_id: str | None, count: int) -> None:
    """Raise OverQuota when a server may not have so many items."""
    if not count:
        return
    limit = _limit(str(project_id))
    if limit != quota.UNLIMITED and count > limit:
        raise exception.OverQuota(f"Maximum number of metadata items exceeds {limit}")


def _limit(project_id: str) -> int:
    if "Noop" in CONF.quota.driver:
        return quota.UNLIMITED
    with api_database().reader() as session:
        return int(quota.limits(session, project_id)["metadata_items"])
