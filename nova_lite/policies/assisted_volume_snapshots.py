# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about snapshots of attached volumes."""

from nova_lite.policies.base import SERVICE, rule

RULES = (
    rule(
        "os_compute_api:os-assisted-volume-snapshots:create",
        SERVICE,
        "Create snapshots of attached volumes",
        "POST /os-assisted-volume-snapshots",
    ),
    rule(
        "os_compute_api:os-assisted-volume-snapshots:delete",
        SERVICE,
        "Delete snapshots of attached volumes",
        "DELETE /os-assisted-volume-snapshots/{snapshot_id}",
    ),
)
