# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about compute services."""

from nova_lite.policies.base import ADMIN, ADMIN_API, rule

RULES = (
    rule(
        "os_compute_api:os-services:list",
        ADMIN,
        "List compute services",
        "GET /os-services",
        replaces=("os_compute_api:os-services", ADMIN_API),
    ),
    rule(
        "os_compute_api:os-services:update",
        ADMIN,
        "Change compute services",
        "PUT /os-services/{service_id}",
        replaces=("os_compute_api:os-services", ADMIN_API),
    ),
    rule(
        "os_compute_api:os-services:delete",
        ADMIN,
        "Delete compute services",
        "DELETE /os-services/{service_id}",
        replaces=("os_compute_api:os-services", ADMIN_API),
    ),
)
