# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Measurements of a running server, asked of its compute host."""

from typing import Any

from nova_lite import exception
from nova_lite.operations.find import Server
from nova_lite.rpc import compute as rpc


def of_driver(server: Server) -> dict[str, int]:
    """Counters in the driver's own names; raises InstanceNotReady, InstanceInvalidState."""
    _require_host(server)
    return rpc.get_diagnostics(server.context, server.instance)


def standard(server: Server) -> dict[str, Any]:
    """The fields of virt.diagnostics.Diagnostics; raises as of_driver()."""
    _require_host(server)
    return rpc.get_instance_diagnostics(server.context, server.instance)


def _require_host(server: Server) -> None:
    if not server.instance.host:
        raise exception.InstanceNotReady(instance_id=server.instance.uuid)
