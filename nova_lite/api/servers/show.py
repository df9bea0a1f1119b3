# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""GET /servers/{id}."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.servers import facts
from nova_lite.api.views import servers as view


def show(req: ApiRequest) -> dict[str, Any]:
    """One server."""
    return {"server": view.full(req, req.target.instance, facts.of_shown(req, req.target))}
