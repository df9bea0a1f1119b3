# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Projects are asked of Keystone."""

from typing import Any

import pytest

from nova_lite import exception, keystone_auth
from nova_lite.context import RequestContext
from nova_lite.operations import projects


class Identity:
    def __init__(self, status: int | None) -> None:
        self._status = status

    def request(self, method: str, path: str) -> keystone_auth.Reply:
        assert (method, path) == ("GET", "/v3/projects/p")
        if self._status is None:
            raise exception.PeerUnavailable(service="keystone", reason="refused")
        return keystone_auth.Reply(self._status, {})


@pytest.mark.parametrize(("status", "passes"), [(200, True), (403, True), (None, True), (404, False)])
def test_only_a_clear_no_counts(monkeypatch: pytest.MonkeyPatch, status: int | None, passes: bool) -> None:
    def rest(*arguments: Any, **options: Any) -> Identity:
        return Identity(status)

    monkeypatch.setattr(keystone_auth, "rest", rest)
    if passes:
        projects.check(RequestContext(), "p")
    else:
        with pytest.raises(exception.Invalid, match="p is not a valid project"):
            projects.check(RequestContext(), "p")
