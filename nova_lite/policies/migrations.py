# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about migrations."""

from nova_lite.policies.base import ADMIN, MANAGER, rule

RULES = (
    rule("os_compute_api:os-migrations:index", MANAGER, "List migrations", "GET /os-migrations"),
    rule(
        "os_compute_api:os-migrations:index:all_projects",
        ADMIN,
        "List, for all projects, migrations",
        "GET /os-migrations",
        replaces=("os_compute_api:os-migrations:index", ADMIN),
    ),
    rule(
        "os_compute_api:os-migrations:index:host",
        ADMIN,
        "See hosts in migrations",
        "GET /os-migrations",
        replaces=("os_compute_api:os-migrations:index", ADMIN),
    ),
)
