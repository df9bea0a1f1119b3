# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about aggregates."""

from nova_lite.policies.base import ADMIN, rule

RULES = (
    rule(
        "os_compute_api:os-aggregates:set_metadata",
        ADMIN,
        "Change metadata of aggregates",
        "POST /os-aggregates/{aggregate_id}/action (set_metadata)",
    ),
    rule(
        "os_compute_api:os-aggregates:add_host",
        ADMIN,
        "Add a host to aggregates",
        "POST /os-aggregates/{aggregate_id}/action (add_host)",
    ),
    rule("os_compute_api:os-aggregates:create", ADMIN, "Create aggregates", "POST /os-aggregates"),
    rule(
        "os_compute_api:os-aggregates:remove_host",
        ADMIN,
        "Remove a host from aggregates",
        "POST /os-aggregates/{aggregate_id}/action (remove_host)",
    ),
    rule("os_compute_api:os-aggregates:update", ADMIN, "Change aggregates", "PUT /os-aggregates/{aggregate_id}"),
    rule("os_compute_api:os-aggregates:index", ADMIN, "List aggregates", "GET /os-aggregates"),
    rule("os_compute_api:os-aggregates:delete", ADMIN, "Delete aggregates", "DELETE /os-aggregates/{aggregate_id}"),
    rule("os_compute_api:os-aggregates:show", ADMIN, "Show aggregates", "GET /os-aggregates/{aggregate_id}"),
    rule(
        "compute:aggregates:images",
        ADMIN,
        "Cache images on hosts of aggregates",
        "POST /os-aggregates/{aggregate_id}/images",
    ),
)
