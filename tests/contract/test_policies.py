# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Every rule, and every route of the table, for every kind of caller: who may and who may not."""

import dataclasses
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import webob
from oslo_config import fixture as config_fixture
from oslo_policy import policy as oslo_policy

from nova_lite import policies, policy
from nova_lite.api import app, console_auth_tokens, openapi_codes, routes
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from tests.contract import policy_table
from tests.contract.policy_table import CALLERS, OTHER_PROJECT, PROJECT, USER, Caller
from tests.unit.api.calls import BelievingCheck, Client

RULES = policy_table.rules()
GATES = policy_table.gates()
TARGETS = {"server": {"project_id": PROJECT, "user_id": USER}, "nothing": {}}
LEGACY = {"admin_or_owner": "rule:admin_or_owner", "admin_api": "rule:admin_api"}


@pytest.fixture(autouse=True)
def configured() -> Iterator[config_fixture.Config]:
    """Default rules, no policy file."""
    with config_fixture.Config(CONF) as config:
        config.conf([], project="nova", default_config_files=[], default_config_dirs=[])
        policy.reset()
        yield config
        policy.reset()


def _guards() -> dict[str, oslo_policy.DocumentedRuleDefault]:
    found = policies.list_rules()
    return {rule.name: rule for rule in found if isinstance(rule, oslo_policy.DocumentedRuleDefault)}


# ---- rules -----------------------------------------------------------------------------------------------------------


def test_rules_have_the_names_of_the_table() -> None:
    assert set(_guards()) == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_rule_is_as_in_the_table(name: str) -> None:
    rule, wanted = _guards()[name], RULES[name]
    assert rule.check_str == policy_table.CHECKS[wanted.default]
    assert rule.scope_types == ["project"]
    assert {f"{one['method']} {one['path']}" for one in rule.operations} == set(wanted.operations)
    older = rule.deprecated_rule
    if not wanted.older:
        assert older is None
        return
    assert older is not None
    default = LEGACY.get(wanted.older_default, f"rule:{wanted.older_default}")
    assert (older.name, older.check_str) == (wanted.older, default)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", RULES)
def test_who_passes_a_rule(name: str, target: str) -> None:
    passing = {caller.name for caller in CALLERS if _passes(caller, name, TARGETS[target])}
    assert passing == policy_table.ALLOWED[target][RULES[name].default]


def _passes(caller: Caller, rule: str, target: dict[str, Any], **more: Any) -> bool:
    values = {"user_id": caller.user, "project_id": caller.project, "roles": list(caller.roles), **more}
    return policy.authorize(RequestContext(overwrite=False, **values), rule, target, do_raise=False)


def test_tokens_without_project_pass_nothing() -> None:
    whole = RequestContext(user_id="u", system_scope="all", roles=["admin", "member"], overwrite=False)
    assert [name for name in RULES if policy.authorize(whole, name, {}, do_raise=False)] == []


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.older])
def test_older_defaults_count_when_the_new_ones_are_not_enforced(name: str, configured: config_fixture.Config) -> None:
    configured.config(group="oslo_policy", enforce_new_defaults=False)
    policy.reset()
    owner = Caller("owner", ())
    everybodys = RULES[name].older_default == "admin_or_owner"
    assert _passes(owner, name, TARGETS["server"]) == everybodys
    assert _passes(Caller("admin", ("admin",)), name, {}, is_admin=True)


# ---- routes ----------------------------------------------------------------------------------------------------------


def _key(row: Route) -> str:
    return openapi_codes.key_of(row.method, row.path, row.action)


def _guarded() -> list[Route]:
    """One row of each route and gate; those that are gone for everybody, or not there yet, have none."""
    first: dict[tuple[str, str | None], Route] = {}
    for row in routes.ROUTES:
        if openapi_codes.CODES[_key(row)] != "410" and row.handler is not console_auth_tokens.refuse:
            first.setdefault((_key(row), row.policy), row)
    return list(first.values())


def _answer(req: ApiRequest) -> dict[str, Any]:
    """Stands in for the handler."""
    return {}


def _load(req: ApiRequest) -> Any:
    """Stands in for a look-up: something of PROJECT and USER, or something that has such a row."""
    found = SimpleNamespace(project_id=PROJECT, user_id=USER)
    return SimpleNamespace(**vars(found), row=found, instance=found)


def _bare(row: Route) -> Route:
    """The row without anything that could refuse before or after policy."""
    return dataclasses.replace(
        row, handler=_answer, target=_load if row.target else None, body=None, query=None, ok=200, errors={}
    )


@pytest.fixture(scope="module")
def application() -> Any:
    """The API with bare rows; assembled once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routes, "ROUTES", tuple(_bare(row) for row in routes.ROUTES))
        return app.assemble(BelievingCheck)


@pytest.mark.parametrize("row", _guarded(), ids=_key)
def test_who_passes_the_gate_of_a_route(row: Route, application: Any) -> None:
    gate = GATES[_key(row)]
    path = re.sub(r"{[^}]*}", PROJECT, row.path)
    body = {row.action: None} if row.path.endswith("/action") else None
    passing = set()
    for caller in CALLERS:
        client = Client(",".join(caller.roles), caller.user, caller.project, documented=False, application=application)
        code = client.call(row.method, path, body, row.since).status_code
        assert code in (200, 403), f"{caller.name}: {code}"
        if code == 200:
            passing.add(caller.name)
    if not gate.rules:
        assert row.policy is None and passing == {caller.name for caller in CALLERS}
        return
    assert row.policy in gate.rules
    assert passing == policy_table.ALLOWED[gate.judged_on][RULES[row.policy].default]


@pytest.mark.parametrize("row", _guarded(), ids=_key)
def test_nobody_passes_without_a_token(row: Route, application: Any) -> None:
    path = re.sub(r"{[^}]*}", PROJECT, row.path)
    response = webob.Request.blank(f"/v2.1{path}", method=row.method).get_response(application)
    assert response.status_code == (200 if path == "/" else 401)


def test_the_project_in_the_url_is_the_tokens(application: Any) -> None:
    client = Client("admin", "u", PROJECT, documented=False, application=application)
    assert client.call("GET", f"/{OTHER_PROJECT}/servers").status_code == 400
    assert client.call("GET", f"/{PROJECT}/servers").status_code == 200
