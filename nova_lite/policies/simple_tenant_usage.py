# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about usage of projects."""

from nova_lite.policies.base import ADMIN, READER, rule

RULES = (
    rule(
        "os_compute_api:os-simple-tenant-usage:show",
        READER,
        "Show usage of projects",
        "GET /os-simple-tenant-usage/{tenant_id}",
    ),
    rule("os_compute_api:os-simple-tenant-usage:list", ADMIN, "List usage of projects", "GET /os-simple-tenant-usage"),
)
