# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about diagnostics of a server."""

from nova_lite.policies.base import ADMIN, rule

RULES = (
    rule(
        "os_compute_api:os-server-diagnostics",
        ADMIN,
        "Show diagnostics of a server",
        "GET /servers/{server_id}/diagnostics",
    ),
)
