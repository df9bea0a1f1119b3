# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about quota classes."""

from nova_lite.policies.base import ADMIN, rule

RULES = (
    rule(
        "os_compute_api:os-quota-class-sets:show",
        ADMIN,
        "Show quota classes",
        "GET /os-quota-class-sets/{quota_class}",
    ),
    rule(
        "os_compute_api:os-quota-class-sets:update",
        ADMIN,
        "Change quota classes",
        "PUT /os-quota-class-sets/{quota_class}",
    ),
)
