# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about console output of a server."""

from nova_lite.policies.base import MEMBER, rule

RULES = (
    rule(
        "os_compute_api:os-console-output",
        MEMBER,
        "Read console output of a server",
        "POST /servers/{server_id}/action (os-getConsoleOutput)",
    ),
)
