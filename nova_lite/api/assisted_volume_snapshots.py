# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-assisted-volume-snapshots: snapshots that the block storage service cannot make without the hypervisor."""

import json
from collections.abc import Mapping

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing
from nova_lite.api.schemas import volume_attachments as schemas
from nova_lite.operations import volumes

_RULE = "os_compute_api:os-assisted-volume-snapshots:"
_ALL = "/os-assisted-volume-snapshots"


def create(req: ApiRequest) -> None:
    """POST; a volume that no server has is the caller's mistake."""
    volumes.snapshot(req.context, req.body["snapshot"]["volume_id"])


def delete(req: ApiRequest) -> None:
    """DELETE with delete_info, JSON that names the volume."""
    try:
        volume_id = json.loads(req.query["delete_info"])["volume_id"]
    except (KeyError, TypeError, ValueError) as error:
        raise exception.Invalid("delete_info must be JSON with a volume_id.") from error
    volumes.snapshot(req.context, str(volume_id))


_DETACHED: Mapping[type[Exception], int] = {exception.VolumeBDMNotFound: 400}

ROUTES = (
    Route(
        "POST",
        _ALL,
        "create",
        create,
        f"{_RULE}create",
        body=schemas.SNAPSHOT,
        policy_target=nothing,
        errors=_DETACHED,
    ),
    Route(
        "DELETE",
        f"{_ALL}/{{id}}",
        "delete",
        delete,
        f"{_RULE}delete",
        query=schemas.DELETE_SNAPSHOT,
        ok=204,
        policy_target=nothing,
        errors=_DETACHED,
    ),
)
