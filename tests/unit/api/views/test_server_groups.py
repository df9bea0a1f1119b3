# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Groups by version."""

import webob

from nova_lite.api.request import ApiRequest
from nova_lite.api.views import server_groups as view
from nova_lite.context import RequestContext
from nova_lite.db.api.models import InstanceGroup
from nova_lite.db.api.server_groups import FullGroup

GROUP = FullGroup(InstanceGroup(uuid="u", name="g", project_id="p", user_id="me"), "affinity", {}, ("a", "b"))


def test_keys_by_version() -> None:
    def keys(minor: int) -> set[str]:
        return set(view.full(ApiRequest(webob.Request.blank("/"), RequestContext(), (2, minor), {}), GROUP, ["a"]))

    assert keys(1) == {"id", "name", "members", "policies", "metadata"}
    assert keys(13) - keys(12) == {"project_id", "user_id"}
    assert keys(64) - keys(63) == {"policy", "rules"}
    assert keys(63) - keys(64) == {"policies", "metadata"}
