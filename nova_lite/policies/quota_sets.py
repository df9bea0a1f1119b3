# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about quotas of a project."""

from nova_lite.policies.base import ADMIN, ANY, READER, rule

RULES = (
    rule("os_compute_api:os-quota-sets:update", ADMIN, "Change quotas of a project", "PUT /os-quota-sets/{tenant_id}"),
    rule(
        "os_compute_api:os-quota-sets:defaults",
        ANY,
        "Show the default values of quotas of a project",
        "GET /os-quota-sets/{tenant_id}/defaults",
    ),
    rule("os_compute_api:os-quota-sets:show", READER, "Show quotas of a project", "GET /os-quota-sets/{tenant_id}"),
    rule(
        "os_compute_api:os-quota-sets:delete",
        ADMIN,
        "Delete quotas of a project",
        "DELETE /os-quota-sets/{tenant_id}",
    ),
    rule(
        "os_compute_api:os-quota-sets:detail",
        READER,
        "List in detail quotas of a project",
        "GET /os-quota-sets/{tenant_id}/detail",
    ),
)
