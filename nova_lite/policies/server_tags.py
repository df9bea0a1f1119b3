# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about tags of a server."""

from nova_lite.policies.base import MEMBER, READER, rule

RULES = (
    rule(
        "os_compute_api:os-server-tags:delete_all",
        MEMBER,
        "Delete all tags of a server",
        "DELETE /servers/{server_id}/tags",
    ),
    rule("os_compute_api:os-server-tags:index", READER, "List tags of a server", "GET /servers/{server_id}/tags"),
    rule(
        "os_compute_api:os-server-tags:update_all",
        MEMBER,
        "Replace all tags of a server",
        "PUT /servers/{server_id}/tags",
    ),
    rule(
        "os_compute_api:os-server-tags:delete",
        MEMBER,
        "Delete tags of a server",
        "DELETE /servers/{server_id}/tags/{tag}",
    ),
    rule(
        "os_compute_api:os-server-tags:update",
        MEMBER,
        "Change tags of a server",
        "PUT /servers/{server_id}/tags/{tag}",
    ),
    rule("os_compute_api:os-server-tags:show", READER, "Show tags of a server", "GET /servers/{server_id}/tags/{tag}"),
)
