# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about servers as administrator."""

from nova_lite.policies.base import ADMIN, rule

RULES = (
    rule(
        "os_compute_api:os-admin-actions:reset_state",
        ADMIN,
        "Reset the state of servers as administrator",
        "POST /servers/{server_id}/action (os-resetState)",
    ),
    rule(
        "os_compute_api:os-admin-actions:inject_network_info",
        ADMIN,
        "Refresh networks of servers as administrator",
        "POST /servers/{server_id}/action (injectNetworkInfo)",
    ),
)
