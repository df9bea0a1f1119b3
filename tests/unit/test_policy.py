# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The enforcer: defaults, overrides, scope."""

import os
import pathlib
from collections.abc import Iterator

import pytest
from oslo_config import fixture as config_fixture

from nova_lite import exception, policy
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from tests.unit.clock import Clock


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


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock.of(policy, monkeypatch)


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


def test_changes_of_the_policy_file_count_a_second_later(rules: pathlib.Path, clock: Clock) -> None:
    assert policy.authorize(caller("reader"), SHOW)
    for time_s, role, passing in ((1, "friend", True), (2, "enemy", False), (3, "friend", True)):
        rules.write_text(f'"{SHOW}": "role:{role}"\n')
        os.utime(rules, (time_s, time_s))
        clock.now += policy.LOOK_S
        assert policy.authorize(caller("friend"), SHOW, do_raise=False) is passing


def test_the_files_are_looked_at_once_a_second(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    looks: list[float] = []
    enforcer = policy.get_enforcer()
    policy.is_admin(caller("reader"))
    clock.now += policy.LOOK_S
    monkeypatch.setattr(enforcer, "load_rules", lambda: looks.append(clock.now))
    for _ in range(4):
        policy.is_admin(caller("reader"))
        clock.now += policy.LOOK_S / 2
    assert len(looks) == 2


def test_defaults_are_back_when_an_override_goes(rules: pathlib.Path, clock: Clock) -> None:
    rules.write_text(f'"{SHOW}": "!"\n')
    os.utime(rules, (1, 1))
    assert not policy.authorize(caller("reader"), SHOW, do_raise=False)
    rules.write_text("{}\n")
    os.utime(rules, (2, 2))
    clock.now += policy.LOOK_S
    assert policy.authorize(caller("reader"), SHOW)


def test_override_of_a_new_name_wins_over_one_of_the_older(rules: pathlib.Path) -> None:
    rules.write_text('"os_compute_api:os-services": "role:friend"\n"os_compute_api:os-services:list": "role:boss"\n')
    assert policy.authorize(caller("boss"), "os_compute_api:os-services:list", {})
    assert not policy.authorize(caller("friend"), "os_compute_api:os-services:list", {}, do_raise=False)


def test_what_was_decided_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    enforcer = policy.get_enforcer()
    ask = enforcer.authorize
    monkeypatch.setattr(enforcer, "authorize", lambda rule, *more, **options: asked.append(rule) or ask(rule, *more))
    for _ in range(3):
        assert policy.authorize(caller("reader"), SHOW)
        assert not policy.authorize(caller("reader"), SHOW, {"project_id": "other"}, do_raise=False)
        assert policy.authorize(caller("admin"), SHOW, {"project_id": "other"})
    assert asked == [SHOW] * 3


def test_what_another_service_decides_is_asked_each_time(rules: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A remote check says now yes, now no."""
    rules.write_text(f'"{SHOW}": "not (role:enemy or rule:remote)"\n"remote": "http://127.0.0.1:9/may"\n')
    answers = iter([True, False, True])
    monkeypatch.setattr("oslo_policy._external.HttpCheck.__call__", lambda *_: next(answers))
    assert [policy.authorize(caller("reader"), SHOW, do_raise=False) for _ in range(3)] == [False, True, False]
