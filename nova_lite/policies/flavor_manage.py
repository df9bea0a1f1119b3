# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about flavors."""

from nova_lite.policies.base import ADMIN, rule

RULES = (
    rule("os_compute_api:os-flavor-manage:create", ADMIN, "Create flavors", "POST /flavors"),
    rule("os_compute_api:os-flavor-manage:update", ADMIN, "Change flavors", "PUT /flavors/{flavor_id}"),
    rule("os_compute_api:os-flavor-manage:delete", ADMIN, "Delete flavors", "DELETE /flavors/{flavor_id}"),
)
