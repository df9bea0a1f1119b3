# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about remote consoles of a server."""

from nova_lite.policies.base import MEMBER, rule

RULES = (
    rule(
        "os_compute_api:os-remote-consoles",
        MEMBER,
        "Open remote consoles of a server",
        "POST /servers/{server_id}/action (os-getSerialConsole)",
        "POST /servers/{server_id}/action (os-getSPICEConsole)",
        "POST /servers/{server_id}/action (os-getVNCConsole)",
        "POST /servers/{server_id}/remote-consoles",
    ),
)
