# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about network interfaces of a server."""

from nova_lite.policies.base import ADMIN_OR_OWNER, MEMBER, READER, rule

RULES = (
    rule(
        "os_compute_api:os-attach-interfaces:list",
        READER,
        "List network interfaces of a server",
        "GET /servers/{server_id}/os-interface",
        replaces=("os_compute_api:os-attach-interfaces", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-attach-interfaces:show",
        READER,
        "Show network interfaces of a server",
        "GET /servers/{server_id}/os-interface/{port_id}",
        replaces=("os_compute_api:os-attach-interfaces", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-attach-interfaces:create",
        MEMBER,
        "Create network interfaces of a server",
        "POST /servers/{server_id}/os-interface",
        replaces=("os_compute_api:os-attach-interfaces", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-attach-interfaces:delete",
        MEMBER,
        "Delete network interfaces of a server",
        "DELETE /servers/{server_id}/os-interface/{port_id}",
        replaces=("os_compute_api:os-attach-interfaces", ADMIN_OR_OWNER),
    ),
)
