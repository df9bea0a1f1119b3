# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about rescue mode."""

from nova_lite.policies.base import ADMIN_OR_OWNER, MEMBER, rule

RULES = (
    rule(
        "os_compute_api:os-rescue",
        MEMBER,
        "Put a server into rescue mode",
        "POST /servers/{server_id}/action (rescue)",
    ),
    rule(
        "os_compute_api:os-unrescue",
        MEMBER,
        "Take a server out of rescue mode",
        "POST /servers/{server_id}/action (unrescue)",
        replaces=("os_compute_api:os-rescue", ADMIN_OR_OWNER),
    ),
)
