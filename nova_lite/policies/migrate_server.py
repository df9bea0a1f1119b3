# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about servers to other hosts."""

from nova_lite.policies.base import ADMIN, MANAGER, rule

RULES = (
    rule(
        "os_compute_api:os-migrate-server:migrate",
        MANAGER,
        "Cold migrate servers to other hosts",
        "POST /servers/{server_id}/action (migrate)",
    ),
    rule(
        "os_compute_api:os-migrate-server:migrate:host",
        ADMIN,
        "Cold migrate to a named host servers to other hosts",
        "POST /servers/{server_id}/action (migrate)",
    ),
    rule(
        "os_compute_api:os-migrate-server:migrate_live",
        MANAGER,
        "Live migrate servers to other hosts",
        "POST /servers/{server_id}/action (os-migrateLive)",
    ),
    rule(
        "os_compute_api:os-migrate-server:migrate_live:host",
        ADMIN,
        "Live migrate to a named host servers to other hosts",
        "POST /servers/{server_id}/action (os-migrateLive)",
        replaces=("os_compute_api:os-migrate-server:migrate_live", ADMIN),
    ),
)
