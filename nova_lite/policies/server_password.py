# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about the encrypted password of a server."""

from nova_lite.policies.base import ADMIN_OR_OWNER, MEMBER, READER, rule

RULES = (
    rule(
        "os_compute_api:os-server-password:show",
        READER,
        "Show the encrypted password of a server",
        "GET /servers/{server_id}/os-server-password",
        replaces=("os_compute_api:os-server-password", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-server-password:clear",
        MEMBER,
        "Clear the encrypted password of a server",
        "DELETE /servers/{server_id}/os-server-password",
        replaces=("os_compute_api:os-server-password", ADMIN_OR_OWNER),
    ),
)
