# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Change of a server's names, access addresses and disk configuration, at once."""

import json
from collections.abc import Mapping
from typing import Any

from nova_lite import exception
from nova_lite.db.api import build_requests
from nova_lite.db.engine import api_database
from nova_lite.operations.find import Server


def update(server: Server, changes: Mapping[str, Any]) -> None:
    """Set fields of the server; a server that waits for a host is changed in its build request.

    Raises InstanceNotFound when it went away meanwhile.
    """
    for name, value in changes.items():
        setattr(server.instance, name, value)
    if server.placed:
        server.instance.save(server.context)
        return
    with api_database().writer() as session:
        text = json.dumps(server.instance.to_primitive())
        if not build_requests.save(session, server.instance.uuid, text):
            raise exception.InstanceNotFound(instance_id=server.instance.uuid)
