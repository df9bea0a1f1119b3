# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about bare metal nodes."""

from nova_lite.policies.base import ADMIN, ADMIN_API, rule

RULES = (
    rule(
        "os_compute_api:os-baremetal-nodes:list",
        ADMIN,
        "List bare metal nodes",
        "GET /os-baremetal-nodes",
        replaces=("os_compute_api:os-baremetal-nodes", ADMIN_API),
    ),
    rule(
        "os_compute_api:os-baremetal-nodes:show",
        ADMIN,
        "Show bare metal nodes",
        "GET /os-baremetal-nodes/{node_id}",
        replaces=("os_compute_api:os-baremetal-nodes", ADMIN_API),
    ),
)
