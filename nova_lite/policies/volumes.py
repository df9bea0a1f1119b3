# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about volumes and volume snapshots."""

from nova_lite.policies.base import ADMIN_OR_OWNER, MEMBER, READER, rule

RULES = (
    rule(
        "os_compute_api:os-volumes:list",
        READER,
        "List volumes and volume snapshots",
        "GET /os-volumes",
        replaces=("os_compute_api:os-volumes", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-volumes:create",
        MEMBER,
        "Create volumes and volume snapshots",
        "POST /os-volumes",
        replaces=("os_compute_api:os-volumes", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-volumes:detail",
        READER,
        "List in detail volumes and volume snapshots",
        "GET /os-volumes/detail",
        replaces=("os_compute_api:os-volumes", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-volumes:show",
        READER,
        "Show volumes and volume snapshots",
        "GET /os-volumes/{volume_id}",
        replaces=("os_compute_api:os-volumes", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-volumes:delete",
        MEMBER,
        "Delete volumes and volume snapshots",
        "DELETE /os-volumes/{volume_id}",
        replaces=("os_compute_api:os-volumes", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-volumes:snapshots:list",
        READER,
        "List snapshots among volumes and volume snapshots",
        "GET /os-snapshots",
        replaces=("os_compute_api:os-volumes", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-volumes:snapshots:create",
        MEMBER,
        "Create snapshots among volumes and volume snapshots",
        "POST /os-snapshots",
        replaces=("os_compute_api:os-volumes", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-volumes:snapshots:detail",
        READER,
        "List in detail snapshots among volumes and volume snapshots",
        "GET /os-snapshots/detail",
        replaces=("os_compute_api:os-volumes", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-volumes:snapshots:show",
        READER,
        "Show snapshots among volumes and volume snapshots",
        "GET /os-snapshots/{snapshot_id}",
        replaces=("os_compute_api:os-volumes", ADMIN_OR_OWNER),
    ),
    rule(
        "os_compute_api:os-volumes:snapshots:delete",
        MEMBER,
        "Delete snapshots among volumes and volume snapshots",
        "DELETE /os-snapshots/{snapshot_id}",
        replaces=("os_compute_api:os-volumes", ADMIN_OR_OWNER),
    ),
)
