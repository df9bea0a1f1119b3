# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about hypervisors."""

from nova_lite.policies.base import ADMIN, ADMIN_API, rule

RULES = (
    rule(
        "os_compute_api:os-hypervisors:list",
        ADMIN,
        "List hypervisors",
        "GET /os-hypervisors",
        replaces=("os_compute_api:os-hypervisors", ADMIN_API),
    ),
    rule(
        "os_compute_api:os-hypervisors:list-detail",
        ADMIN,
        "List in detail hypervisors",
        "GET /os-hypervisors/detail",
        replaces=("os_compute_api:os-hypervisors", ADMIN_API),
    ),
    rule(
        "os_compute_api:os-hypervisors:statistics",
        ADMIN,
        "Show statistics of hypervisors",
        "GET /os-hypervisors/statistics",
        replaces=("os_compute_api:os-hypervisors", ADMIN_API),
    ),
    rule(
        "os_compute_api:os-hypervisors:show",
        ADMIN,
        "Show hypervisors",
        "GET /os-hypervisors/{hypervisor_id}",
        replaces=("os_compute_api:os-hypervisors", ADMIN_API),
    ),
    rule(
        "os_compute_api:os-hypervisors:uptime",
        ADMIN,
        "Show the uptime of hypervisors",
        "GET /os-hypervisors/{hypervisor_id}/uptime",
        replaces=("os_compute_api:os-hypervisors", ADMIN_API),
    ),
    rule(
        "os_compute_api:os-hypervisors:search",
        ADMIN,
        "Find hypervisors",
        "GET /os-hypervisors/{hypervisor_hostname_pattern}/search",
        replaces=("os_compute_api:os-hypervisors", ADMIN_API),
    ),
    rule(
        "os_compute_api:os-hypervisors:servers",
        ADMIN,
        "List with their servers hypervisors",
        "GET /os-hypervisors/{hypervisor_hostname_pattern}/servers",
        replaces=("os_compute_api:os-hypervisors", ADMIN_API),
    ),
)
