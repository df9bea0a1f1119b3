# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Shares of servers. The shared file system service is not talked to in this version: every share is unknown."""

from nova_lite import exception
from nova_lite.lifecycle import ATTACH_SHARE, DETACH_SHARE
from nova_lite.operations import guard
from nova_lite.operations.find import Server


def find(server: Server, share_id: str) -> None:
    """Raise ShareNotFound: no server has a share."""
    raise exception.ShareNotFound(share_id=share_id)


def attach(server: Server, share_id: str) -> None:
    """Raises InstanceInvalidState, InstanceIsLocked, ShareNotFound."""
    guard.check(server, ATTACH_SHARE)
    find(server, share_id)


def detach(server: Server, share_id: str) -> None:
    """Raises InstanceInvalidState, InstanceIsLocked, ShareNotFound."""
    guard.check(server, DETACH_SHARE)
    find(server, share_id)
