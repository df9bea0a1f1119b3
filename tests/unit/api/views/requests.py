# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Requests of a version, for tests of views."""

import webob

from nova_lite.api.request import ApiRequest
from nova_lite.context import RequestContext

CONTEXT = RequestContext(user_id="u", project_id="p", overwrite=False)


def at(minor: int) -> ApiRequest:
    """A request at 2.minor."""
    return ApiRequest(webob.Request.blank("/", base_url="http://cloud/v2.1"), CONTEXT, (2, minor), {})
