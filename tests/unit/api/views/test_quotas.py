# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Rows of the views name resources that exist."""

import pytest
import webob

from nova_lite.api.request import ApiRequest
from nova_lite.api.views import quotas as view
from nova_lite.context import RequestContext
from nova_lite.limits import quota


@pytest.mark.parametrize("minor", [1, 36, 50, 57, 104])
def test_every_resource_is_known(minor: int) -> None:
    req = ApiRequest(webob.Request.blank("/"), RequestContext(), (2, minor), {})
    values = dict.fromkeys(quota.RESOURCES, 1)
    assert set(view.changed_set(req, values)) <= set(values)
    assert view.quota_class(req, values, "default")["id"] == "default"
