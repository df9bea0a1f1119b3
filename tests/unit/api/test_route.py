# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""One row: its versions and what its policy is judged on."""

from types import SimpleNamespace
from typing import Any, cast

from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing

CONTEXT = SimpleNamespace(project_id="p", user_id="u")
REQUEST = cast(ApiRequest, SimpleNamespace(context=CONTEXT, target=SimpleNamespace(project_id="other")))


def handler(req: ApiRequest) -> dict[str, Any]:
    """Nothing to see."""
    return {}


def test_versions_of_a_row() -> None:
    row = Route("GET", "/a", "a", handler, since="2.3", until="2.10")
    assert [row.serves((2, minor)) for minor in (2, 3, 9, 10, 11)] == [False, True, True, True, False]


def test_what_the_policy_is_judged_on() -> None:
    assert Route("GET", "/a", "a", handler).judged_on(REQUEST) == {"project_id": "p", "user_id": "u"}
    assert Route("GET", "/a", "a", handler, policy_target=nothing).judged_on(REQUEST) == {}
    loaded = Route("GET", "/a", "a", handler, target=handler).judged_on(REQUEST)
    assert loaded == {"project_id": "other", "user_id": None}
