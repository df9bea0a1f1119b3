# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about actions done on a server."""

from nova_lite.policies.base import ADMIN, ADMIN_OR_OWNER, READER, rule

RULES = (
    rule(
        "os_compute_api:os-instance-actions:events:details",
        ADMIN,
        "See error details of events in actions done on a server",
        "GET /servers/{server_id}/os-instance-actions/{request_id}",
    ),
    rule(
        "os_compute_api:os-instance-actions:events",
        ADMIN,
        "See events and tracebacks in actions done on a server",
        "GET /servers/{server_id}/os-instance-actions/{request_id}",
    ),
    rule(
        "os_compute_api:os-instance-actions:list",
        READER,
        "List actions done on a server",
        "GET /servers/{server_id}/os-instance-actions",
        replaces=("os_compute_api:os-instance-actions", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-instance-actions:show",
        READER,
        "Show actions done on a server",
        "GET /servers/{server_id}/os-instance-actions/{request_id}",
        replaces=("os_compute_api:os-instance-actions", ADMIN_OR_OWNER),
    ),
)
