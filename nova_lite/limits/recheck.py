# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The second look at quota, when what a request made has its rows: of requests that raced none may pass the limit.

What is over is taken back here, but for servers: their fate is the caller's. Members of server groups need no second
look, since a group is held while it is counted.
"""

from collections.abc import Sequence

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import keypairs as keypair_rows
from nova_lite.db.api import server_groups as group_rows
from nova_lite.db.engine import api_database, retry_on_deadlock
from nova_lite.limits import quota
from nova_lite.objects.instance import Instance

LOG = logging.getLogger(__name__)


def instances(context: RequestContext, servers: Sequence[Instance]) -> None:
    """Raise TooManyInstances if the project or user of these servers, counted with them, is over a limit."""
    if not servers or not CONF.quota.recheck_quota:
        return
    first = servers[0]
    quota.check_present(str(first.project_id), first.user_id, first.flavor)


@retry_on_deadlock
def keypair(project_id: str, user_id: str, name: str) -> None:
    """Remove a new key pair and raise OverQuota if the user has too many with it."""
    if not CONF.quota.recheck_quota:
        return
    try:
        with api_database().reader() as session:
            quota.check_keypairs(session, project_id, user_id, more=0)
    except exception.OverQuota:
        with api_database().writer() as session:
            keypair_rows.destroy(session, user_id, name)
        LOG.warning("Key pair %s of user %s lost a race for quota and is removed", name, user_id)
        raise


@retry_on_deadlock
def server_group(project_id: str, user_id: str, uuid: str) -> None:
    """Remove a new server group and raise OverQuota if the project or user has too many with it."""
    if not CONF.quota.recheck_quota:
        return
    try:
        with api_database().reader() as session:
            quota.check_server_groups(session, project_id, user_id, more=0)
    except exception.OverQuota:
        with api_database().writer() as session:
            group_rows.destroy(session, uuid)
        LOG.warning("Server group %s of project %s lost a race for quota and is removed", uuid, project_id)
        raise
