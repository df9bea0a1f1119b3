# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Limits and checks against them."""

import base64

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import keypairs, quotas, server_groups
from nova_lite.db.engine import api_database
from nova_lite.limits import quota, usage
from nova_lite.objects.flavor import Flavor
from tests.unit.limits.rows import PROJECT, USER, add_server

CONTEXT = RequestContext(user_id=USER, project_id=PROJECT, overwrite=False)
SMALL = Flavor(vcpus=1, memory_mb=512)


def set_limits(user_id: str | None = None, **limits: int) -> None:
    with api_database().writer() as session:
        quotas.set_limits(session, limits, PROJECT, user_id)


def test_nearest_limit_wins() -> None:
    with api_database().writer() as session:
        quotas.set_class(session, "default", {"cores": 30, "ram": 1})
    set_limits(ram=2000)
    set_limits(USER, ram=1000)
    with api_database().reader() as session:
        assert quota.limits(session, "other")["cores"] == 30
        assert quota.limits(session, PROJECT)["ram"] == 2000
        assert quota.limits(session, PROJECT, USER)["ram"] == 1000
        assert quota.limits(session, PROJECT)["instances"] == CONF.quota.instances
        assert quota.limits(session, PROJECT)["floating_ips"] == quota.UNLIMITED


def test_as_many_servers_as_fit() -> None:
    set_limits(instances=5)
    add_server()
    assert quota.room_for(CONTEXT, SMALL).check(1, 10) == 4
    assert quota.room_for(CONTEXT, SMALL).check(1, 2) == 2


def test_too_many_servers_names_every_resource_that_is_over() -> None:
    set_limits(instances=1, cores=1, ram=-1)
    add_server()
    with pytest.raises(exception.TooManyInstances) as caught:
        quota.room_for(CONTEXT, SMALL).check(2, 3)
    assert str(caught.value) == (
        "Quota exceeded for cores, instances: Requested 3, 2-3, but already used 1, 1 of 1, 1 cores, instances"
    )


def test_limit_of_the_user_counts_its_own_servers() -> None:
    set_limits(instances=10)
    set_limits(USER, instances=1)
    add_server(user_id="other")
    assert quota.room_for(CONTEXT, SMALL).check(1, 1) == 1
    add_server()
    with pytest.raises(exception.TooManyInstances):
        quota.room_for(CONTEXT, SMALL).check(1, 1)


@pytest.mark.parametrize(("of_user", "counted"), [(None, 0), (-1, 0), (3, 1)])
def test_what_has_no_limit_is_not_counted(of_user: int | None, counted: int, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []
    monkeypatch.setattr(usage, "of_servers", lambda *owner: calls.append(owner) or {"instances": 2})
    set_limits(instances=-1, cores=-1, ram=-1)
    if of_user is not None:
        set_limits(USER, instances=of_user)
    assert quota.room_for(CONTEXT, SMALL).check(1, 10) == (1 if counted else 10)
    quota.check_deltas(PROJECT, USER, {"cores": 1000})
    assert calls == [(PROJECT, USER)] * counted


def test_growth_is_checked() -> None:
    set_limits(cores=2)
    add_server()
    quota.check_deltas(PROJECT, USER, {"cores": 1})
    with pytest.raises(exception.TooManyInstances, match="Requested 2, but already used 1 of 2 cores"):
        quota.check_deltas(PROJECT, USER, {"cores": 2})


def test_no_limits_with_the_noop_driver() -> None:
    set_limits(instances=0)
    CONF.set_override("driver", "nova.quota.NoopQuotaDriver", group="quota")
    assert quota.room_for(CONTEXT, SMALL).check(1, 10) == 10
    with api_database().reader() as session:
        assert quota.limits(session, PROJECT)["instances"] == quota.UNLIMITED


@pytest.mark.parametrize(
    ("files", "text"),
    [
        ([("/same", "")] * 6, "file limit"),
        ([("x" * 256, "")], "path exceeds maximum 255"),
        ([("/a", ""), ("/b", base64.b64encode(b"x" * 7681).decode())], "content exceeds maximum 10240"),
    ],
)
def test_injected_files(files: list[tuple[str, str]], text: str) -> None:
    quota.check_files(PROJECT, USER, [("x" * 255, base64.b64encode(b"x" * 7680).decode())] * 5)
    with pytest.raises(exception.OverQuota, match=text):
        quota.check_files(PROJECT, USER, files)


def test_key_pairs_and_server_groups() -> None:
    set_limits(key_pairs=1, server_groups=1, server_group_members=2)
    with api_database().writer() as session:
        quota.check_keypairs(session, PROJECT, USER)
        keypairs.create(session, user_id=USER, name="a", type="ssh", fingerprint="", public_key="")
        with pytest.raises(exception.OverQuota, match="too many key pairs"):
            quota.check_keypairs(session, PROJECT, USER)
        quota.check_server_groups(session, PROJECT, USER)
        group = server_groups.create(session, "affinity", {}, name="g", project_id=PROJECT, user_id=USER)
        with pytest.raises(exception.OverQuota, match="too many server groups"):
            quota.check_server_groups(session, PROJECT, USER)
        quota.check_group_members(session, group, 2, PROJECT, USER)
        with pytest.raises(exception.OverQuota, match="too many servers in group"):
            quota.check_group_members(session, group, 3, PROJECT, USER)


def test_metadata_items() -> None:
    set_limits(metadata_items=2)
    quota.check_metadata(PROJECT, USER, 2)
    with pytest.raises(exception.OverQuota, match="exceeds 2"):
        quota.check_metadata(PROJECT, USER, 3)
    CONF.set_override("driver", "nova.quota.NoopQuotaDriver", group="quota")
    quota.check_metadata(PROJECT, USER, 3)


@pytest.mark.parametrize(("of_project", "of_user", "expected"), [(5, 3, 3), (2, 3, 2), (-1, 4, 4), (-1, -1, -1)])
def test_user_has_the_lower_limit(of_project: int, of_user: int, expected: int) -> None:
    set_limits(key_pairs=of_project)
    set_limits(USER, key_pairs=of_user)
    with api_database().reader() as session:
        assert quota.allowed(session, PROJECT, USER)["key_pairs"] == expected
        assert quota.allowed(session, PROJECT, "other")["key_pairs"] == of_project


def test_limits_of_the_user_are_for_everything() -> None:
    names = ("key_pairs", "server_groups", "server_group_members", "injected_files", "metadata_items")
    set_limits(USER, **dict.fromkeys(names, 0))
    with api_database().writer() as session:
        group = server_groups.create(session, "affinity", {}, name="g", project_id=PROJECT, user_id="other")
        for check in (
            lambda user: quota.check_keypairs(session, PROJECT, user),
            lambda user: quota.check_server_groups(session, PROJECT, user),
            lambda user: quota.check_group_members(session, group, 1, PROJECT, user),
            lambda user: quota.check_files(PROJECT, user, [("/a", "")]),
            lambda user: quota.check_metadata(PROJECT, user, 1),
        ):
            check("other")
            with pytest.raises(exception.OverQuota):
                check(USER)
