# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""All rules together, and the shorthand that makes them."""

from collections import Counter

from oslo_policy import policy as oslo_policy

from nova_lite import policies
from nova_lite.policies import base


def test_as_many_rules_of_each_kind_as_documented() -> None:
    found = Counter(
        rule.check_str for rule in policies.list_rules() if isinstance(rule, oslo_policy.DocumentedRuleDefault)
    )
    assert found == {
        base.ADMIN: 73,
        base.MEMBER: 68,
        base.READER: 42,
        base.MANAGER: 6,
        base.ANY: 5,
        base.SERVICE: 4,
        base.ADMIN_OR_USER: 4,
        base.NOBODY: 1,
    }
    assert len(base.RULES) == 11


def test_no_name_twice_and_every_rule_says_what_it_guards() -> None:
    names = [rule.name for rule in policies.list_rules()]
    assert len(names) == len(set(names))
    for rule in policies.list_rules():
        if isinstance(rule, oslo_policy.DocumentedRuleDefault):
            assert rule.operations and rule.scope_types == ["project"], rule.name


def test_row_with_an_older_name() -> None:
    made = base.rule("new", base.ADMIN, "Do", "GET /a", "POST /b (x)", replaces=("old", base.ADMIN_API))
    assert made.operations == [{"method": "GET", "path": "/a"}, {"method": "POST", "path": "/b (x)"}]
    assert (made.deprecated_rule.name, made.deprecated_rule.check_str) == ("old", base.ADMIN_API)
    assert made.description == "Do."
