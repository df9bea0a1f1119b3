# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The second look at quota, when the servers of a request have their rows: of requests that raced the later loses."""

from collections.abc import Sequence

from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.limits import quota
from nova_lite.objects.instance import Instance


def instances(context: RequestContext, servers: Sequence[Instance]) -> None:
    """Raise TooManyInstances if the project or user of these servers, counted with them, is over a limit."""
    if not servers or not CONF.quota.recheck_quota:
        return
    first = servers[0]
    quota.check_deltas(str(first.project_id), first.user_id, {"instances": 0, "cores": 0, "ram": 0})
