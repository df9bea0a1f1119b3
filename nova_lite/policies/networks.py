# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about networks."""

from nova_lite.policies.base import ADMIN_OR_OWNER, READER, rule

RULES = (
    rule(
        "os_compute_api:os-networks:list",
        READER,
        "List networks",
        "GET /os-networks",
        replaces=("os_compute_api:os-networks:view", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-networks:show",
        READER,
        "Show networks",
        "GET /os-networks/{network_id}",
        replaces=("os_compute_api:os-networks:view", ADMIN_OR_OWNER),
    ),
)
