# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about host attributes of servers."""

from nova_lite.policies.base import ADMIN, rule

RULES = (
    rule(
        "os_compute_api:os-extended-server-attributes",
        ADMIN,
        "See host attributes of servers",
        "GET /servers/{id}",
        "GET /servers/detail",
        "PUT /servers/{server_id}",
        "POST /servers/{server_id}/action (rebuild)",
    ),
)
