# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The second look at a quota, after the servers exist: of two requests that raced for the last place, one loses."""

from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import quotas
from nova_lite.db.engine import api_database
from nova_lite.limits import quota
from nova_lite.objects.instance import Instance


def instances(context: RequestContext, created: list[Instance]) -> None:
    """Raise TooManyInstances when the project or the user is over its limits now; [quota]recheck_quota wants it."""
    if not created or not quota.enabled() or not CONF.quota.recheck_quota:
        return
    project_id, user_id = str(created[0].project_id), str(created[0].user_id)
    with api_database().reader() as session:
        allowed = quota.limits(session, project_id)
        own_limits = quotas.of_user(session, project_id, user_id)
    nothing = dict.fromkeys(quota.COUNTED, 0)
    used = quota.usage(project_id)
    if _over(allowed, used):
        raise quota.too_many(allowed, used, nothing)
    if own_limits:
        own = quota.usage(project_id, user_id)
        if _over({**allowed, **own_limits}, own):
            raise quota.too_many({**allowed, **own_limits}, own, nothing)


def _over(allowed: dict[str, int], used: dict[str, int]) -> bool:
    return any(allowed[name] != quota.UNLIMITED and used[name] > allowed[name] for name in quota.COUNTED)
