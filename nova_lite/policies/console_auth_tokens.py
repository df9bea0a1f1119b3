# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about the connection behind a console token."""

from nova_lite.policies.base import ADMIN, rule

RULES = (
    rule(
        "os_compute_api:os-console-auth-tokens",
        ADMIN,
        "Show the connection behind a console token",
        "GET /os-console-auth-tokens/{console_token}",
    ),
)
