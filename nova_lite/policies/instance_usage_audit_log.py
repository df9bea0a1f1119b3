# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about the usage audit log."""

from nova_lite.policies.base import ADMIN, ADMIN_API, rule

RULES = (
    rule(
        "os_compute_api:os-instance-usage-audit-log:list",
        ADMIN,
        "List the usage audit log",
        "GET /os-instance_usage_audit_log",
        replaces=("os_compute_api:os-instance-usage-audit-log", ADMIN_API),
    ),
    rule(
        "os_compute_api:os-instance-usage-audit-log:show",
        ADMIN,
        "Show the usage audit log",
        "GET /os-instance_usage_audit_log/{before_timestamp}",
        replaces=("os_compute_api:os-instance-usage-audit-log", ADMIN_API),
    ),
)
