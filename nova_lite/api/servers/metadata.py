# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/metadata."""

from typing import Any

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.operations import metadata


def index(req: ApiRequest) -> dict[str, Any]:
    """All items."""
    return {"metadata": dict(req.target.instance.metadata)}


def create(req: ApiRequest) -> dict[str, Any]:
    """Add and change items."""
    return {"metadata": metadata.merge(req.target, req.body["metadata"])}


def replace(req: ApiRequest) -> dict[str, Any]:
    """Make the items exactly these."""
    return {"metadata": metadata.replace(req.target, req.body["metadata"])}


def show(req: ApiRequest) -> dict[str, Any]:
    """One item."""
    key = req.params["id"]
    if key not in req.target.instance.metadata:
        raise exception.InstanceMetadataNotFound()
    return {"meta": {key: req.target.instance.metadata[key]}}


def update(req: ApiRequest) -> dict[str, Any]:
    """Set one item."""
    item = req.body["meta"]
    if req.params["id"] not in item:
        raise exception.ValidationError(detail="Request body and URI mismatch")
    metadata.merge(req.target, item)
    return {"meta": item}


def delete(req: ApiRequest) -> None:
    """Remove one item."""
    metadata.remove(req.target, req.params["id"])
