# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about key pairs."""

from nova_lite.policies.base import ADMIN_OR_USER, rule

RULES = (
    rule("os_compute_api:os-keypairs:index", ADMIN_OR_USER, "List key pairs", "GET /os-keypairs"),
    rule("os_compute_api:os-keypairs:create", ADMIN_OR_USER, "Create key pairs", "POST /os-keypairs"),
    rule("os_compute_api:os-keypairs:delete", ADMIN_OR_USER, "Delete key pairs", "DELETE /os-keypairs/{keypair_name}"),
    rule("os_compute_api:os-keypairs:show", ADMIN_OR_USER, "Show key pairs", "GET /os-keypairs/{keypair_name}"),
)
