# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Metadata of servers."""

from collections.abc import Mapping

from nova_lite import exception
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
    quota.check_metadata(str(server.project_id), server.context.user_id, len(items))
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
