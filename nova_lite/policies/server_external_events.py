# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about events from other services."""

from nova_lite.policies.base import SERVICE, rule

RULES = (
    rule(
        "os_compute_api:os-server-external-events:create",
        SERVICE,
        "Create events from other services",
        "POST /os-server-external-events",
    ),
)
