# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about a server."""

from nova_lite.policies.base import MEMBER, rule

RULES = (
    rule("os_compute_api:os-pause-server:pause", MEMBER, "Pause a server", "POST /servers/{server_id}/action (pause)"),
    rule(
        "os_compute_api:os-pause-server:unpause",
        MEMBER,
        "Resume after pause a server",
        "POST /servers/{server_id}/action (unpause)",
    ),
)
