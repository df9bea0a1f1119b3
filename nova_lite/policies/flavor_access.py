# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about projects that may use a private flavor."""

from nova_lite.policies.base import ADMIN, ADMIN_OR_OWNER, rule

RULES = (
    rule(
        "os_compute_api:os-flavor-access:add_tenant_access",
        ADMIN,
        "Add to projects that may use a private flavor",
        "POST /flavors/{flavor_id}/action (addTenantAccess)",
    ),
    rule(
        "os_compute_api:os-flavor-access:remove_tenant_access",
        ADMIN,
        "Remove from projects that may use a private flavor",
        "POST /flavors/{flavor_id}/action (removeTenantAccess)",
    ),
    rule(
        "os_compute_api:os-flavor-access",
        ADMIN,
        "List projects that may use a private flavor",
        "GET /flavors/{flavor_id}/os-flavor-access",
        replaces=("os_compute_api:os-flavor-access", ADMIN_OR_OWNER),
    ),
)
