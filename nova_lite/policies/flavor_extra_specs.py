# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about extra specs of a flavor."""

from nova_lite.policies.base import ADMIN, READER, rule

RULES = (
    rule(
        "os_compute_api:os-flavor-extra-specs:show",
        READER,
        "Show extra specs of a flavor",
        "GET /flavors/{flavor_id}/os-extra_specs/{flavor_extra_spec_key}",
    ),
    rule(
        "os_compute_api:os-flavor-extra-specs:create",
        ADMIN,
        "Create extra specs of a flavor",
        "POST /flavors/{flavor_id}/os-extra_specs",
    ),
    rule(
        "os_compute_api:os-flavor-extra-specs:update",
        ADMIN,
        "Change extra specs of a flavor",
        "PUT /flavors/{flavor_id}/os-extra_specs/{flavor_extra_spec_key}",
    ),
    rule(
        "os_compute_api:os-flavor-extra-specs:delete",
        ADMIN,
        "Delete extra specs of a flavor",
        "DELETE /flavors/{flavor_id}/os-extra_specs/{flavor_extra_spec_key}",
    ),
    rule(
        "os_compute_api:os-flavor-extra-specs:index",
        READER,
        "List extra specs of a flavor",
        "GET /flavors/{flavor_id}/os-extra_specs",
        "POST /flavors",
        "GET /flavors/detail",
        "GET /flavors/{flavor_id}",
        "PUT /flavors/{flavor_id}",
    ),
)
