# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""PUT /servers/{id}."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import types
from nova_lite.api.servers import facts
from nova_lite.api.views import servers as view
from nova_lite.operations import update as operation

FIELDS = {
    "name": "display_name",
    "accessIPv4": "access_ip_v4",
    "accessIPv6": "access_ip_v6",
    "description": "display_description",
    "hostname": "hostname",
}


def update(req: ApiRequest) -> dict[str, Any]:
    """Change names, addresses, description, disk configuration."""
    body = req.body["server"]
    changes: dict[str, Any] = {FIELDS[key]: value for key, value in body.items() if key in FIELDS}
    changes.update({name: types.address(changes[name]) for name in ("access_ip_v4", "access_ip_v6") if name in changes})
    if "name" in body:
        changes["display_name"] = body["name"].strip()
    if "OS-DCF:diskConfig" in body:
        changes["auto_disk_config"] = body["OS-DCF:diskConfig"] == "AUTO"
    operation.update(req.target, changes)
    if "pinned_availability_zone" in body:
        operation.pin_zone(req.target, body["pinned_availability_zone"])
    return {"server": view.updated(req, req.target.instance, facts.of_one(req, req.target))}
