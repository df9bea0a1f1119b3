# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about a server."""

from nova_lite.policies.base import MEMBER, rule

RULES = (
    rule(
        "os_compute_api:os-suspend-server:resume",
        MEMBER,
        "Resume a server",
        "POST /servers/{server_id}/action (resume)",
    ),
    rule(
        "os_compute_api:os-suspend-server:suspend",
        MEMBER,
        "Suspend a server",
        "POST /servers/{server_id}/action (suspend)",
    ),
)
