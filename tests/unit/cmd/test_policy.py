# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-policy: which rules given credentials pass."""

import sys

import pytest
from oslo_config import cfg
from oslo_policy import policy as oslo_policy

from nova_lite.cmd import policy as tool
from nova_lite.context import RequestContext

RULES = [
    oslo_policy.RuleDefault("is_mine", "project_id:%(project_id)s"),
    oslo_policy.DocumentedRuleDefault(
        "servers:start", "role:member and rule:is_mine", "Start.", [{"method": "POST", "path": "/servers"}]
    ),
    oslo_policy.DocumentedRuleDefault("servers:list", "role:reader", "List.", [{"method": "GET", "path": "/servers"}]),
    oslo_policy.DocumentedRuleDefault("hosts:list", "role:admin", "List.", [{"method": "GET", "path": "/hosts"}]),
]


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four rules of which one guards nothing by itself."""
    conf = cfg.ConfigOpts()
    conf([], default_config_files=[], default_config_dirs=[])
    enforcer = tool.policy.Enforcer(conf)
    enforcer.register_defaults(RULES)
    monkeypatch.setattr(tool.policies, "list_rules", lambda: RULES, raising=False)
    monkeypatch.setattr(tool.policy, "get_enforcer", lambda: enforcer)


def member() -> RequestContext:
    return RequestContext(user_id="u", project_id="p", roles=["member", "reader"])


def test_rules_named_leaves_out_building_blocks() -> None:
    assert tool.rules_named(None) == ["hosts:list", "servers:list", "servers:start"]
    assert tool.rules_named("start") == ["servers:start"]


def test_check_prints_what_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.check(member(), None, {}) == 0
    assert capsys.readouterr().out.splitlines() == ["servers:list", "servers:start"]


def test_check_on_somebody_elses_server(capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.check(member(), None, {"project_id": "other"}) == 0
    assert capsys.readouterr().out.splitlines() == ["servers:list"]


def test_check_with_nothing_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.check(RequestContext(roles=[]), None, {}) == 1
    assert capsys.readouterr().out == "No rules matched or allowed\n"


def test_check_with_a_name_that_matches_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.check(member(), "no-such-rule", {}) == 1
    assert "No rules matched" in capsys.readouterr().out


def test_list_prints_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.show_list("hosts") == 0
    assert capsys.readouterr().out == "hosts:list: role:admin\n"


@pytest.fixture
def conf(monkeypatch: pytest.MonkeyPatch) -> cfg.ConfigOpts:
    """A configuration object of its own for main(); restored afterwards."""
    conf = cfg.ConfigOpts()
    monkeypatch.setattr(tool, "CONF", conf)
    monkeypatch.setattr(
        tool.conf, "parse_args", lambda argv: conf(list(argv[1:]), default_config_files=[], default_config_dirs=[])
    )
    return conf


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["nova-policy", *arguments])
    with pytest.raises(SystemExit) as stop:
        tool.main()
    return int(stop.value.code or 0)


def test_command_line(
    conf: cfg.ConfigOpts, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    credentials = ["--os-roles", "member", "--os-user-id", "u", "--os-tenant-id", "p"]
    assert run(monkeypatch, *credentials, "policy", "check", "--api-name", "start", "--target", "project_id=p") == 0
    assert capsys.readouterr() == ("servers:start\n", "")


def test_command_line_without_credentials_says_whose_rules_these_are(
    conf: cfg.ConfigOpts, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "policy", "check") == 1
    assert capsys.readouterr() == ("No rules matched or allowed\n", f"{tool.NO_ROLES}\n")


def test_command_line_with_a_bad_target(conf: cfg.ConfigOpts, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "policy", "check", "--target", "nonsense") == 2
