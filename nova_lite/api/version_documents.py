# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The documents that tell clients which versions exist and where; most of them need no token."""

from collections.abc import Mapping
from typing import Any

from nova_lite import exception
from nova_lite.api import versions
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.schemas import version_documents as schemas

_GUIDE = "http://docs.openstack.org/"
LEGACY, CURRENT = "v2.0", "v2.1"

# id, status, mount point, time of the last change, media type version
_DOCUMENTS: Mapping[str, Mapping[str, str]] = {
    LEGACY: {"status": "DEPRECATED", "mount": "v2", "updated": "2025-07-04T12:00:00Z", "media": "2"},
    CURRENT: {"status": "CURRENT", "mount": "v2.1", "updated": "2013-07-23T11:33:21Z", "media": "2.1"},
}


def _entry(ident: str) -> dict[str, Any]:
    row = _DOCUMENTS[ident]
    newest = ident == CURRENT
    return {
        "id": ident,
        "status": row["status"],
        "version": versions.MAXIMUM if newest else "",
        "min_version": versions.MINIMUM if newest else "",
        "updated": row["updated"],
    }


def _media_types(ident: str) -> list[dict[str, str]]:
    kind = f"application/vnd.openstack.compute+json;version={_DOCUMENTS[ident]['media']}"
    return [{"base": "application/json", "type": kind}]


def root(base: str) -> dict[str, Any]:
    """All versions; `base` is the address without mount point and final slash."""
    return {
        "versions": [
            {**_entry(ident), "links": [{"rel": "self", "href": f"{base}/{_DOCUMENTS[ident]['mount']}/"}]}
            for ident in sorted(_DOCUMENTS)
        ]
    }


def choices(base: str, path: str) -> dict[str, Any]:
    """Where else a path of no version could be meant."""
    return {
        "choices": [
            {
                "id": ident,
                "status": _DOCUMENTS[ident]["status"],
                "links": [{"rel": "self", "href": f"{base}/{_DOCUMENTS[ident]['mount']}/{path.lstrip('/')}"}],
                "media-types": _media_types(ident),
            }
            for ident in sorted(_DOCUMENTS)
        ]
    }


def document(ident: str, mounted_at: str) -> dict[str, Any]:
    """One version in full; `mounted_at` is the address with mount point, without final slash."""
    links = [
        {"rel": "self", "href": f"{mounted_at}/"},
        {"rel": "describedby", "type": "text/html", "href": _GUIDE},
    ]
    return {"version": {**_entry(ident), "links": links, "media-types": _media_types(ident)}}


def show(req: ApiRequest) -> dict[str, Any]:
    """GET /versions/{id}; the legacy mount knows itself only, by any known id."""
    ident = req.params["id"]
    if ident not in _DOCUMENTS:
        raise exception.NotFound()
    return document(LEGACY if req.legacy else ident, _mount(req))


def show_mounted(req: ApiRequest) -> dict[str, Any]:
    """GET /{project_id}/: the version in use."""
    return document(LEGACY if req.legacy else CURRENT, _mount(req))


def _mount(req: ApiRequest) -> str:
    return req.href() if req.url_project_id is None else req.href().rsplit("/", 1)[0]


ROUTES = (
    Route("GET", "/", "show_mounted", show_mounted, answer=schemas.SHOW),
    Route("GET", "/versions/{id}", "show", show, answer=schemas.SHOW),
)
