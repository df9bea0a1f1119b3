# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Server groups as the API shows them."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.db.api.server_groups import FullGroup


def full(req: ApiRequest, group: FullGroup, members: list[str]) -> dict[str, Any]:
    """One group; members: servers that still exist."""
    shown: dict[str, Any] = {"id": group.row.uuid, "name": group.row.name, "members": members}
    if req.at_least("2.64"):
        shown.update(policy=group.policy, rules=group.rules)
    else:
        shown.update(policies=[group.policy] if group.policy else [], metadata={})
    if req.at_least("2.13"):
        shown.update(project_id=group.row.project_id, user_id=group.row.user_id)
    return shown
