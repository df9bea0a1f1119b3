# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about volumes attached to a server."""

from nova_lite.policies.base import MEMBER, READER, SERVICE, rule

RULES = (
    rule(
        "os_compute_api:os-volumes-attachments:index",
        READER,
        "List volumes attached to a server",
        "GET /servers/{server_id}/os-volume_attachments",
    ),
    rule(
        "os_compute_api:os-volumes-attachments:create",
        MEMBER,
        "Create volumes attached to a server",
        "POST /servers/{server_id}/os-volume_attachments",
    ),
    rule(
        "os_compute_api:os-volumes-attachments:show",
        READER,
        "Show volumes attached to a server",
        "GET /servers/{server_id}/os-volume_attachments/{volume_id}",
    ),
    rule(
        "os_compute_api:os-volumes-attachments:update",
        MEMBER,
        "Change volumes attached to a server",
        "PUT /servers/{server_id}/os-volume_attachments/{volume_id}",
    ),
    rule(
        "os_compute_api:os-volumes-attachments:swap",
        SERVICE,
        "Exchange volumes attached to a server",
        "PUT /servers/{server_id}/os-volume_attachments/{volume_id}",
    ),
    rule(
        "os_compute_api:os-volumes-attachments:delete",
        MEMBER,
        "Delete volumes attached to a server",
        "DELETE /servers/{server_id}/os-volume_attachments/{volume_id}",
    ),
)
