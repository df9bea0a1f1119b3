# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about addresses of a server."""

from nova_lite.policies.base import READER, rule

RULES = (
    rule(
        "os_compute_api:ips:show",
        READER,
        "Show addresses of a server",
        "GET /servers/{server_id}/ips/{network_label}",
    ),
    rule("os_compute_api:ips:index", READER, "List addresses of a server", "GET /servers/{server_id}/ips"),
)
