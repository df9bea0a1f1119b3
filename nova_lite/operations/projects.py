# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a project exists, as far as Keystone says so."""

from nova_lite import exception, keystone_auth
from nova_lite.context import RequestContext


def check(context: RequestContext, project_id: str) -> None:
    """Raise Invalid if Keystone says that there is no such project; without a clear answer it passes."""
    rest = keystone_auth.rest("keystone", context, strip=("/v3",))
    try:
        status = rest.request("GET", f"/v3/projects/{project_id}").status
    except exception.PeerUnavailable:
        return
    if status == 404:
        raise exception.Invalid(f"Project ID {project_id} is not a valid project.")
