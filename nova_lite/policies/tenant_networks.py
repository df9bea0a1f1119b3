# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about networks of the project."""

from nova_lite.policies.base import ADMIN_OR_OWNER, READER, rule

RULES = (
    rule(
        "os_compute_api:os-tenant-networks:list",
        READER,
        "List networks of the project",
        "GET /os-tenant-networks",
        replaces=("os_compute_api:os-tenant-networks", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-tenant-networks:show",
        READER,
        "Show networks of the project",
        "GET /os-tenant-networks/{network_id}",
        replaces=("os_compute_api:os-tenant-networks", ADMIN_OR_OWNER),
    ),
)
