# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about servers."""

from nova_lite.policies.base import ADMIN, MEMBER, rule

RULES = (
    rule("os_compute_api:os-shelve:shelve", MEMBER, "Shelve servers", "POST /servers/{server_id}/action (shelve)"),
    rule(
        "os_compute_api:os-shelve:unshelve",
        MEMBER,
        "Unshelve servers",
        "POST /servers/{server_id}/action (unshelve)",
    ),
    rule(
        "os_compute_api:os-shelve:unshelve_to_host",
        ADMIN,
        "Unshelve to a named host servers",
        "POST /servers/{server_id}/action (unshelve)",
    ),
    rule(
        "os_compute_api:os-shelve:shelve_offload",
        ADMIN,
        "Offload shelved servers",
        "POST /servers/{server_id}/action (shelveOffload)",
    ),
)
