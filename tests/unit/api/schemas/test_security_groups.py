# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies of security groups and rules."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.api import validation
from nova_lite.api.schemas import security_groups as schemas

GROUP = "11111111-1111-4111-8111-111111111111"


@pytest.mark.parametrize(
    "rule",
    [
        {"parent_group_id": GROUP, "more": 1},
        {"parent_group_id": GROUP, "group_id": None, "from_port": "22", "to_port": -1, "cidr": None},
    ],
)
def test_good_rules(rule: dict[str, Any]) -> None:
    validation.check_body(schemas.RULE, {"security_group_rule": rule, "other": {}})


@pytest.mark.parametrize(
    "rule", [{}, {"parent_group_id": None}, {"parent_group_id": "7"}, {"parent_group_id": GROUP, "from_port": {}}]
)
def test_bad_rules(rule: dict[str, Any]) -> None:
    with pytest.raises(exception.ValidationError):
        validation.check_body(schemas.RULE, {"security_group_rule": rule})
