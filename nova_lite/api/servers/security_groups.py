# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/os-security-groups."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.views import security_groups as view
from nova_lite.network import security_groups


def index(req: ApiRequest) -> dict[str, Any]:
    """Groups on the server's ports, in order of project and name."""
    uuid = req.target.instance.uuid
    found = {one.id: one for one in security_groups.by_server(req.context, [uuid], detailed=True).get(uuid, [])}
    ordered = sorted(found.values(), key=lambda one: (one.project_id, one.name))
    return {"security_groups": [view.group(req, one, found) for one in ordered]}
