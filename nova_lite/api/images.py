# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/images until 2.35 and /images/{image_id}/metadata until 2.38: Glance's images in the form of old versions.

No policy of ours guards them: Glance has its own.
"""

import urllib.parse
from typing import Any

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.schemas import answers
from nova_lite.api.schemas import images as schemas
from nova_lite.api.schemas import servers as server_schemas
from nova_lite.api.views import images as view
from nova_lite.conf import CONF
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.operations import images

_LAST = "2.35"
_METADATA = "/images/{image_id}/metadata"
_ITEM = f"{_METADATA}/{{id}}"
_METADATA_LAST = "2.38"
_HIDDEN: dict[type[Exception], int] = {exception.ImageNotAuthorized: 404}


def index(req: ApiRequest) -> dict[str, Any]:
    """Ids and names."""
    glance = _glance(req)
    return _body(req, "images", [view.brief(req, one, glance) for one in _page(req)])


def detail(req: ApiRequest) -> dict[str, Any]:
    """Whole images."""
    glance = _glance(req)
    return _body(req, "images/detail", [view.full(req, one, glance) for one in _page(req)])


def _page(req: ApiRequest) -> list[ImageMeta]:
    return images.listed(req.context, req.query, req.limit())


def _body(req: ApiRequest, path: str, shown: list[dict[str, Any]]) -> dict[str, Any]:
    body: dict[str, Any] = {"images": shown}
    links = req.next_links(path, shown, shown[-1]["id"] if shown else None)
    if links:
        body["images_links"] = links
    return body


def _glance(req: ApiRequest) -> str:
    """Glance's URL for links; [api]glance_link_prefix replaces scheme and host."""
    found = images.address(req.context)
    prefix = CONF.api.glance_link_prefix
    return f"{prefix.rstrip('/')}{urllib.parse.urlsplit(found).path}" if prefix else found


def show(req: ApiRequest) -> dict[str, Any]:
    """One image."""
    return {"image": view.full(req, images.get(req.context, req.params["id"]), _glance(req))}


def delete(req: ApiRequest) -> None:
    """Delete an image."""
    images.delete(req.context, req.params["id"])


# ---- metadata --------------------------------------------------------------------------------------------------------


def _image(req: ApiRequest) -> ImageMeta:
    return images.get(req.context, req.params["image_id"])


def metadata_index(req: ApiRequest) -> dict[str, Any]:
    """All items."""
    return {"metadata": dict(_image(req).properties)}


def metadata_create(req: ApiRequest) -> dict[str, Any]:
    """Add and change items."""
    return {"metadata": images.merge(req.context, _image(req), req.body["metadata"])}


def metadata_replace(req: ApiRequest) -> dict[str, Any]:
    """Make the items exactly these."""
    return {"metadata": images.replace(req.context, _image(req), req.body["metadata"])}


def metadata_show(req: ApiRequest) -> dict[str, Any]:
    """One item."""
    key, known = req.params["id"], _image(req).properties
    if key not in known:
        raise exception.InstanceMetadataNotFound()
    return {"meta": {key: known[key]}}


def metadata_update(req: ApiRequest) -> dict[str, Any]:
    """Set one item."""
    item = req.body["meta"]
    if req.params["id"] not in item:
        raise exception.ValidationError(detail="Request body and URI mismatch")
    images.merge(req.context, _image(req), item)
    return {"meta": item}


def metadata_delete(req: ApiRequest) -> None:
    """Remove one item."""
    images.remove(req.context, _image(req), req.params["id"])


def _metadata(method: str, path: str, name: str, handler: Any, **options: Any) -> Route:
    return Route(method, path, name, handler, until=_METADATA_LAST, **options)


_LIST = answers.page("images", view.brief, "images_links")
_DETAIL = answers.page("images", view.full, "images_links")
_ONE = answers.one("image", view.full)
_ITEMS = answers.one("metadata", view.PROPERTIES)
_META = answers.one("meta", view.PROPERTIES)

ROUTES = (
    Route("GET", "/images", "index", index, query=schemas.LIST, answer=_LIST, until=_LAST),
    Route("GET", "/images/detail", "detail", detail, query=schemas.LIST, answer=_DETAIL, until=_LAST),
    Route("GET", "/images/{id}", "show", show, answer=_ONE, until=_LAST, errors=_HIDDEN),
    Route("DELETE", "/images/{id}", "delete", delete, until=_LAST, ok=204),
    _metadata("GET", _METADATA, "index", metadata_index, answer=_ITEMS),
    _metadata("POST", _METADATA, "create", metadata_create, body=server_schemas.METADATA, answer=_ITEMS),
    _metadata("PUT", _METADATA, "update_all", metadata_replace, body=server_schemas.METADATA, answer=_ITEMS),
    _metadata("GET", _ITEM, "show", metadata_show, answer=_META),
    _metadata("PUT", _ITEM, "update", metadata_update, body=server_schemas.METADATA_ITEM, answer=_META),
    _metadata("DELETE", _ITEM, "delete", metadata_delete, ok=204),
)
