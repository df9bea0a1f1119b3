# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The second look at quota."""

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import quotas
from nova_lite.db.engine import api_database
from nova_lite.limits import recheck
from nova_lite.objects.instance import Instance
from tests.unit.limits.rows import PROJECT, USER, add_server

CONTEXT = RequestContext(user_id=USER, project_id=PROJECT, overwrite=False)


def test_request_that_lost_the_race_is_told() -> None:
    servers = [Instance(project_id=PROJECT, user_id=USER)]
    with api_database().writer() as session:
        quotas.set_limits(session, {"instances": 1}, PROJECT)
    add_server()
    recheck.instances(CONTEXT, servers)
    add_server()
    with pytest.raises(exception.TooManyInstances, match="already used 2 of 1 instances"):
        recheck.instances(CONTEXT, servers)
    CONF.set_override("recheck_quota", False, group="quota")
    recheck.instances(CONTEXT, servers)
