# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Rules of server groups, just inside and just outside."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.api import validation
from nova_lite.api.schemas import server_groups


def body(value: Any) -> dict[str, Any]:
    return {"server_group": {"name": "g", "policy": "anti-affinity", "rules": {"max_server_per_host": value}}}


@pytest.mark.parametrize("value", [1, "1", 10**9])
def test_inside(value: Any) -> None:
    validation.check_body(server_groups.CREATE_2_64, body(value))


@pytest.mark.parametrize("value", [0, "0", -1, "x", None, 1.5])
def test_outside(value: Any) -> None:
    with pytest.raises(exception.ValidationError):
        validation.check_body(server_groups.CREATE_2_64, body(value))
