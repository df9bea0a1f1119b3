# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""GET /servers/{id}."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.servers import facts
from nova_lite.api.views import hidden_servers
from nova_lite.api.views import servers as view
from nova_lite.operations.down_cells import HiddenServer


def show(req: ApiRequest) -> dict[str, Any]:
    """One server."""
    if isinstance(req.target, HiddenServer):
        specs_seen = facts.allowed(req, facts.EXTRA_SPECS, req.target.instance)
        return {"server": hidden_servers.shown(req, req.target, specs_seen)}
    return {"server": view.full(req, req.target.instance, facts.of_shown(req, req.target))}
