# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about security groups."""

from nova_lite.policies.base import ADMIN_OR_OWNER, MEMBER, READER, rule

RULES = (
    rule(
        "os_compute_api:os-security-groups:get",
        READER,
        "List security groups",
        "GET /os-security-groups",
        replaces=("os_compute_api:os-security-groups", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-security-groups:show",
        READER,
        "Show security groups",
        "GET /os-security-groups/{security_group_id}",
        replaces=("os_compute_api:os-security-groups", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-security-groups:create",
        MEMBER,
        "Create security groups",
        "POST /os-security-groups",
        replaces=("os_compute_api:os-security-groups", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-security-groups:update",
        MEMBER,
        "Change security groups",
        "PUT /os-security-groups/{security_group_id}",
        replaces=("os_compute_api:os-security-groups", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-security-groups:delete",
        MEMBER,
        "Delete security groups",
        "DELETE /os-security-groups/{security_group_id}",
        replaces=("os_compute_api:os-security-groups", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-security-groups:rule:create",
        MEMBER,
        "Create rules of security groups",
        "POST /os-security-group-rules",
        replaces=("os_compute_api:os-security-groups", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-security-groups:rule:delete",
        MEMBER,
        "Delete rules of security groups",
        "DELETE /os-security-group-rules/{security_group_id}",
        replaces=("os_compute_api:os-security-groups", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-security-groups:list",
        READER,
        "List security groups",
        "GET /servers/{server_id}/os-security-groups",
        replaces=("os_compute_api:os-security-groups", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-security-groups:add",
        MEMBER,
        "Add security groups",
        "POST /servers/{server_id}/action (addSecurityGroup)",
        replaces=("os_compute_api:os-security-groups", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-security-groups:remove",
        MEMBER,
        "Remove security groups",
        "POST /servers/{server_id}/action (removeSecurityGroup)",
        replaces=("os_compute_api:os-security-groups", ADMIN_OR_OWNER),
    ),
)
