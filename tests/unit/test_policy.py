# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The enforcer: defaults, overrides, scope."""

import pathlib
from collections.abc import Iterator

import pytest
from oslo_config import fixture as config_fixture

from nova_lite import exception, policy
from nova_lite.conf import CONF
from nova_lite.context import RequestContext


@pytest.fixture(autouse=True)
def rules(tmp_path: pathlib.Path) -> Iterator[pathlib.Path]:
    """A policy file that does not exist yet."""
    with config_fixture.Config(CONF) as config:
        config.conf([], project="nova", default_config_files=[], default_config_dirs=[])
        policy.reset()
        path = tmp_path / "policy.yaml"
        policy.get_enforcer()
        policy.reset()
        config.config(group="oslo_policy", policy_file=str(path))
        yield path
        policy.reset()


def caller(*roles: str, project: str = "p", **more: object) -> RequestContext:
    return RequestContext(user_id="u", project_id=project, roles=list(roles), overwrite=False, **more)


SHOW = "os_compute_api:servers:show"


def test_reader_passes_in_its_own_project_only() -> None:
    assert policy.authorize(caller("reader"), SHOW)
    assert policy.authorize(caller("reader"), SHOW, {"project_id": "p"})
    with pytest.raises(exception.PolicyNotAuthorized, match="Policy doesn't allow os_compute_api:servers:show"):
        policy.authorize(caller("reader"), SHOW, {"project_id": "other"})
    assert not policy.authorize(caller("reader"), SHOW, {"project_id": "other"}, do_raise=False)
    assert policy.authorize(caller("admin"), SHOW, {"project_id": "other"})


def test_empty_target_leaves_role_checks() -> None:
    assert policy.authorize(caller("service"), "os_compute_api:os-server-external-events:create", {})
    assert not policy.authorize(caller("reader"), SHOW, {}, do_raise=False)


def test_override_in_the_policy_file(rules: pathlib.Path) -> None:
    rules.write_text(f'"{SHOW}": "role:friend"\n')
    assert policy.authorize(caller("friend"), SHOW)
    assert not policy.authorize(caller("reader"), SHOW, do_raise=False)


def test_override_of_the_older_name_still_counts(rules: pathlib.Path) -> None:
    rules.write_text('"os_compute_api:os-services": "role:friend"\n')
    assert policy.authorize(caller("friend"), "os_compute_api:os-services:list", {})


def test_token_of_the_whole_system_is_refused() -> None:
    whole = RequestContext(user_id="u", system_scope="all", roles=["admin"], overwrite=False)
    with pytest.raises(exception.PolicyNotAuthorized):
        policy.authorize(whole, SHOW, {})


def test_who_is_admin(rules: pathlib.Path) -> None:
    assert policy.is_admin(caller("admin")) and not policy.is_admin(caller("member"))
    policy.reset()
    rules.write_text('"context_is_admin": "role:boss"\n')
    assert policy.is_admin(caller("boss")) and not policy.is_admin(caller("admin"))
