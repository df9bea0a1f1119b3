# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about fixed addresses of a server."""

from nova_lite.policies.base import ADMIN_OR_OWNER, MEMBER, rule

RULES = (
    rule(
        "os_compute_api:os-multinic:add",
        MEMBER,
        "Add fixed addresses of a server",
        "POST /servers/{server_id}/action (addFixedIp)",
        replaces=("os_compute_api:os-multinic", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-multinic:remove",
        MEMBER,
        "Remove fixed addresses of a server",
        "POST /servers/{server_id}/action (removeFixedIp)",
        replaces=("os_compute_api:os-multinic", ADMIN_OR_OWNER),
    ),
)
