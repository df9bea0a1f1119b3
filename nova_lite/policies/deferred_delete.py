# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about servers marked for deletion."""

from nova_lite.policies.base import ADMIN_OR_OWNER, MEMBER, rule

RULES = (
    rule(
        "os_compute_api:os-deferred-delete:restore",
        MEMBER,
        "Restore servers marked for deletion",
        "POST /servers/{server_id}/action (restore)",
        replaces=("os_compute_api:os-deferred-delete", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-deferred-delete:force",
        MEMBER,
        "Delete at once servers marked for deletion",
        "POST /servers/{server_id}/action (forceDelete)",
        replaces=("os_compute_api:os-deferred-delete", ADMIN_OR_OWNER),
    ),
)
