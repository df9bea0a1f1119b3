# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The second look at quota."""

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import keypairs, quotas, server_groups
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


def test_key_pair_and_group_that_are_too_much_are_taken_back() -> None:
    with api_database().writer() as session:
        quotas.set_limits(session, {"key_pairs": 1, "server_groups": 1}, PROJECT)
        for name in ("a", "b"):
            keypairs.create(session, user_id=USER, name=name, type="ssh", fingerprint="", public_key="")
        first, second = (
            server_groups.create(session, "affinity", {}, name=name, project_id=PROJECT, user_id=USER) for name in "ab"
        )
    with pytest.raises(exception.OverQuota, match="too many key pairs"):
        recheck.keypair(PROJECT, USER, "b")
    with pytest.raises(exception.OverQuota, match="too many server groups"):
        recheck.server_group(PROJECT, USER, second)
    recheck.keypair(PROJECT, USER, "a")
    recheck.server_group(PROJECT, USER, first)
    with api_database().reader() as session:
        assert [one.name for one in keypairs.page(session, USER)] == ["a"]
        assert [one.row.uuid for one in server_groups.page(session, PROJECT, 10)] == [first]


def test_nothing_is_taken_back_if_so_configured() -> None:
    CONF.set_override("recheck_quota", False, group="quota")
    with api_database().writer() as session:
        quotas.set_limits(session, {"key_pairs": 0, "server_groups": 0}, PROJECT)
        keypairs.create(session, user_id=USER, name="a", type="ssh", fingerprint="", public_key="")
        group = server_groups.create(session, "affinity", {}, name="g", project_id=PROJECT, user_id=USER)
    recheck.keypair(PROJECT, USER, "a")
    recheck.server_group(PROJECT, USER, group)
    with api_database().reader() as session:
        assert (keypairs.count(session, USER), server_groups.count(session, PROJECT)) == (1, 1)
