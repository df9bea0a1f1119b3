# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about floating IPs."""

from nova_lite.policies.base import ADMIN_OR_OWNER, MEMBER, READER, rule

RULES = (
    rule(
        "os_compute_api:os-floating-ips:add",
        MEMBER,
        "Add floating IPs",
        "POST /servers/{server_id}/action (addFloatingIp)",
        replaces=("os_compute_api:os-floating-ips", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-floating-ips:remove",
        MEMBER,
        "Remove floating IPs",
        "POST /servers/{server_id}/action (removeFloatingIp)",
        replaces=("os_compute_api:os-floating-ips", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-floating-ips:list",
        READER,
        "List floating IPs",
        "GET /os-floating-ips",
        replaces=("os_compute_api:os-floating-ips", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-floating-ips:create",
        MEMBER,
        "Create floating IPs",
        "POST /os-floating-ips",
        replaces=("os_compute_api:os-floating-ips", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-floating-ips:show",
        READER,
        "Show floating IPs",
        "GET /os-floating-ips/{floating_ip_id}",
        replaces=("os_compute_api:os-floating-ips", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-floating-ips:delete",
        MEMBER,
        "Delete floating IPs",
        "DELETE /os-floating-ips/{floating_ip_id}",
        replaces=("os_compute_api:os-floating-ips", ADMIN_OR_OWNER),
    ),
)
