# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Host names: made from display names, and unique where the operator wants that."""

import re
import unicodedata

from nova_lite import cells, exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.main import instances

LONGEST = 63


def host_name(display_name: str, default: str = "Server") -> str:
    """A host name of letters, digits and hyphens from any text, at most 63 characters."""
    text = unicodedata.normalize("NFKD", display_name).encode("ascii", "ignore").decode()
    text = re.sub(r"[ _.]", "-", text)
    text = re.sub(r"[^A-Za-z0-9-]", "", text).lower().strip("-")
    return text[:LONGEST].rstrip("-") or default


def check_unique(context: RequestContext, name: str) -> None:
    """Raise InstanceExists when osapi_compute_unique_server_name_scope forbids a second server of that name."""
    scope = CONF.osapi_compute_unique_server_name_scope
    if not scope:
        return
    project_id = context.project_id if scope == "project" else None

    def taken(cell_context: RequestContext) -> bool:
        with cells.database(cell_context).reader() as session:
            return instances.names_in_use(session, name, project_id)

    if any(result is True for result in cells.scatter(context, taken).values()):
        raise exception.InstanceExists(name=name)
