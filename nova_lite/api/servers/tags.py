# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/tags."""

from typing import Any
from urllib.parse import quote

import webob

from nova_lite import exception
from nova_lite.api import validation
from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import types
from nova_lite.operations import tags


def index(req: ApiRequest) -> dict[str, Any]:
    """All tags."""
    return {"tags": tags.listed(req.target)}


def replace(req: ApiRequest) -> dict[str, Any]:
    """Make the tags exactly these."""
    return {"tags": tags.replace(req.target, req.body["tags"])}


def delete_all(req: ApiRequest) -> None:
    """Remove all tags."""
    tags.replace(req.target, [])


def show(req: ApiRequest) -> None:
    """Does the server have the tag?"""
    if req.params["id"] not in req.target.instance.tags:
        raise exception.InstanceTagNotFound(instance_id=req.target.instance.uuid, tag=req.params["id"])


def update(req: ApiRequest) -> webob.Response:
    """Add one tag: 201 when it is new, 204 when the server has it."""
    tag = req.params["id"]
    validation.check_body(types.TAG, tag)
    if not tags.add(req.target, tag):
        return webob.Response(status=204)
    response = webob.Response(status=201)
    response.headers["Location"] = req.href("servers", req.target.instance.uuid, "tags", quote(tag))
    return response


def delete(req: ApiRequest) -> None:
    """Remove one tag."""
    tags.remove(req.target, req.params["id"])
