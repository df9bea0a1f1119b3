# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-volumes_boot: another name of /servers from the time when booting from a volume was an extension, until 2.102.

The rows are those of /servers with another path, so schemas, policies and handlers are the same; links name /servers.
"""

import dataclasses

from nova_lite.api import versions
from nova_lite.api.route import Route
from nova_lite.api.servers import routes as servers

ALIAS = "/os-volumes_boot"
LAST = "2.102"
PATHS = frozenset({"/servers", "/servers/detail", "/servers/{id}"})
ACTIONS = frozenset(
    {
        "confirmResize",
        "revertResize",
        "reboot",
        "resize",
        "rebuild",
        "createImage",
        "os-start",
        "os-stop",
        "trigger_crash_dump",
    }
)


def _served(row: Route) -> bool:
    known = row.path in PATHS or (row.path == servers.ACTION and row.action in ACTIONS)
    return known and versions.parse(row.since) <= versions.parse(LAST)


def _alias(row: Route) -> Route:
    until = min(row.until, LAST, key=versions.parse)
    return dataclasses.replace(row, path=row.path.replace("/servers", ALIAS, 1), until=until)


ROUTES = tuple(_alias(row) for row in servers.ROUTES if _served(row))
