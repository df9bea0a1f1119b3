# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/topology: the guest's NUMA nodes.

No driver of this version gives guests NUMA nodes: the scheduler refuses requests for them, so that no server has any.
"""

from typing import Any

from nova_lite.api.request import ApiRequest


def index(req: ApiRequest) -> dict[str, Any]:
    """The nodes of the guest."""
    return {"nodes": [], "pagesize_kb": None}
