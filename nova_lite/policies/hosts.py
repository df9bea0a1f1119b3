# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about hosts."""

from nova_lite.policies.base import ADMIN, ADMIN_API, rule

RULES = (
    rule(
        "os_compute_api:os-hosts:list",
        ADMIN,
        "List hosts",
        "GET /os-hosts",
        replaces=("os_compute_api:os-hosts", ADMIN_API),
    ),
    rule(
        "os_compute_api:os-hosts:show",
        ADMIN,
        "Show hosts",
        "GET /os-hosts/{host_name}",
        replaces=("os_compute_api:os-hosts", ADMIN_API),
    ),
    rule(
        "os_compute_api:os-hosts:update",
        ADMIN,
        "Change hosts",
        "PUT /os-hosts/{host_name}",
        replaces=("os_compute_api:os-hosts", ADMIN_API),
    ),
    rule(
        "os_compute_api:os-hosts:reboot",
        ADMIN,
        "Reboot hosts",
        "GET /os-hosts/{host_name}/reboot",
        replaces=("os_compute_api:os-hosts", ADMIN_API),
    ),
    rule(
        "os_compute_api:os-hosts:shutdown",
        ADMIN,
        "Shut down hosts",
        "GET /os-hosts/{host_name}/shutdown",
        replaces=("os_compute_api:os-hosts", ADMIN_API),
    ),
    rule(
        "os_compute_api:os-hosts:start",
        ADMIN,
        "Start hosts",
        "GET /os-hosts/{host_name}/startup",
        replaces=("os_compute_api:os-hosts", ADMIN_API),
    ),
)
