# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about limits and use."""

from nova_lite.policies.base import ADMIN, ADMIN_API, ANY, rule

RULES = (
    rule("os_compute_api:limits", ANY, "Show limits and use", "GET /limits"),
    rule(
        "os_compute_api:limits:other_project",
        ADMIN,
        "Show, for another project, limits and use",
        "GET /limits",
        replaces=("os_compute_api:os-used-limits", ADMIN_API),
    ),
)
