# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-baremetal-nodes until 2.35: this release has no driver for Ironic, so there is nothing to show or to change."""

from nova_lite.api.errors import HttpError
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route

_RULE = "os_compute_api:os-baremetal-nodes:"
_ALL = "/os-baremetal-nodes"
_ONE = "/os-baremetal-nodes/{id}"
_LAST = "2.35"


def missing(req: ApiRequest) -> None:
    """Reads: 501, as without Ironic's client."""
    raise HttpError(501, "Ironic client unavailable, cannot access Ironic.")


def refused(req: ApiRequest) -> None:
    """Writes: 400 always; Ironic has an API of its own for that."""
    raise HttpError(400, "Command not supported. Please use Ironic command to perform this action.")


ROUTES = (
    Route("GET", _ALL, "list", missing, f"{_RULE}list", until=_LAST),
    Route("POST", _ALL, "create", refused, until=_LAST),
    Route("GET", _ONE, "show", missing, f"{_RULE}show", until=_LAST),
    Route("DELETE", _ONE, "delete", refused, until=_LAST),
    Route("POST", f"{_ONE}/action", "add_interface", refused, until=_LAST),
    Route("POST", f"{_ONE}/action", "remove_interface", refused, until=_LAST),
)
