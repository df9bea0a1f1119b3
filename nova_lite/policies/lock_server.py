# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about the lock of a server."""

from nova_lite.policies.base import ADMIN, MEMBER, rule

RULES = (
    rule(
        "os_compute_api:os-lock-server:lock",
        MEMBER,
        "Set the lock of a server",
        "POST /servers/{server_id}/action (lock)",
    ),
    rule(
        "os_compute_api:os-lock-server:unlock",
        MEMBER,
        "Remove the lock of a server",
        "POST /servers/{server_id}/action (unlock)",
    ),
    rule(
        "os_compute_api:os-lock-server:unlock:unlock_override",
        ADMIN,
        "Remove a lock of somebody else, the lock of a server",
        "POST /servers/{server_id}/action (unlock)",
    ),
)
