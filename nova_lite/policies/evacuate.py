# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about servers of failed hosts."""

from nova_lite.policies.base import ADMIN, rule

RULES = (
    rule(
        "os_compute_api:os-evacuate",
        ADMIN,
        "Evacuate servers of failed hosts",
        "POST /servers/{server_id}/action (evacuate)",
    ),
)
