# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about shares of a server."""

from nova_lite.policies.base import MEMBER, READER, rule

RULES = (
    rule("os_compute_api:os-server-shares:index", READER, "List shares of a server", "GET /servers/{server_id}/shares"),
    rule(
        "os_compute_api:os-server-shares:create",
        MEMBER,
        "Create shares of a server",
        "POST /servers/{server_id}/shares",
    ),
    rule(
        "os_compute_api:os-server-shares:show",
        READER,
        "Show shares of a server",
        "GET /servers/{server_id}/shares/{share_id}",
    ),
    rule(
        "os_compute_api:os-server-shares:delete",
        MEMBER,
        "Delete shares of a server",
        "DELETE /servers/{server_id}/shares/{share_id}",
    ),
)
