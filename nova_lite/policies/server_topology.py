# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about the NUMA topology of a server."""

from nova_lite.policies.base import ADMIN, READER, rule

RULES = (
    rule(
        "compute:server:topology:index",
        READER,
        "List the NUMA topology of a server",
        "GET /servers/{server_id}/topology",
    ),
    rule(
        "compute:server:topology:host:index",
        ADMIN,
        "See host details in the NUMA topology of a server",
        "GET /servers/{server_id}/topology",
    ),
)
