# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about server groups."""

from nova_lite.policies.base import ADMIN, MEMBER, READER, rule

RULES = (
    rule("os_compute_api:os-server-groups:create", MEMBER, "Create server groups", "POST /os-server-groups"),
    rule(
        "os_compute_api:os-server-groups:delete",
        MEMBER,
        "Delete server groups",
        "DELETE /os-server-groups/{server_group_id}",
    ),
    rule("os_compute_api:os-server-groups:index", READER, "List server groups", "GET /os-server-groups"),
    rule(
        "os_compute_api:os-server-groups:index:all_projects",
        ADMIN,
        "List, for all projects, server groups",
        "GET /os-server-groups",
    ),
    rule(
        "os_compute_api:os-server-groups:show",
        READER,
        "Show server groups",
        "GET /os-server-groups/{server_group_id}",
    ),
)
