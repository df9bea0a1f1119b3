# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about availability zones."""

from nova_lite.policies.base import ADMIN, ANY, rule

RULES = (
    rule("os_compute_api:os-availability-zone:list", ANY, "List availability zones", "GET /os-availability-zone"),
    rule(
        "os_compute_api:os-availability-zone:detail",
        ADMIN,
        "List in detail availability zones",
        "GET /os-availability-zone/detail",
    ),
)
