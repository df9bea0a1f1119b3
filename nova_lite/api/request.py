# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What handlers see of a request: who asks, which version, path, query and body, and the links they may hand out.

No handler touches the WSGI environment itself. Nothing here reads a database.
"""

import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Any

import webob

from nova_lite import exception
from nova_lite.api.schemas import types
from nova_lite.conf import CONF
from nova_lite.context import RequestContext


class ApiRequest:
    """One request that was routed, negotiated and checked.

    context: the caller. version: microversion as (2, n). legacy: under /v2. params: ids from the path.
    query: last value of each known query parameter; query_lists: all values. body: parsed JSON or None.
    target: what the route's `target` loaded. headers: extra headers of the answer.
    """

    def __init__(
        self,
        http: webob.Request,
        context: RequestContext,
        version: tuple[int, int],
        params: Mapping[str, str],
        legacy: bool = False,
    ) -> None:
        self.http = http
        self.context = context
        self.version = version
        self.legacy = legacy
        self.params = dict(params)
        self.url_project_id: str | None = self.params.pop("project_id", None)
        self.body: Any = None
        self.query_lists: dict[str, list[str]] = {}
        self.target: Any = None
        self.headers: dict[str, str] = {}
        self._parts: tuple[str, str] | None = None

    @property
    def query(self) -> dict[str, str]:
        """Each query parameter with its last value."""
        return {name: values[-1] for name, values in self.query_lists.items()}

    def at_least(self, version: str) -> bool:
        """True from that microversion on, for instance at_least("2.53")."""
        major, minor = version.split(".")
        return self.version >= (int(major), int(minor))

    def set_header(self, name: str, value: str) -> None:
        """Add a header to the answer."""
        self.headers[name] = value

    # ---- pages -------------------------------------------------------------------------------------------------------

    def limit(self) -> int:
        """Rows that the page may have: what the client asks for, at most [api]max_limit."""
        asked = self.query.get("limit")
        if asked is None or asked == "":
            return int(CONF.api.max_limit)
        try:
            value = int(asked)
        except ValueError:
            raise exception.ValidationError(detail=f"limit param must be an integer, not {asked}") from None
        if value < 0:
            raise exception.ValidationError(detail="limit param must be positive")
        return min(int(CONF.api.max_limit), value)

    def limit_and_offset(self) -> tuple[int, int]:
        """Offset style: limit 0 means the maximum, and no database counts further than MAXINT."""
        limit = self.limit() or int(CONF.api.max_limit)
        return limit, min(int(self.query.get("offset") or 0), types.MAXINT)

    def next_links(self, path: str, items: Sequence[Any], marker: str | int | None) -> list[dict[str, str]]:
        """The list of links to the next page; empty when this page is not full.

        path: of the collection ("servers/detail"). marker: id of the last item shown.
        """
        limit = self.limit()
        if not limit or len(items) < limit or marker is None:
            return []
        query = urllib.parse.urlencode({**dict(sorted(self.query_lists.items())), "marker": str(marker)}, doseq=True)
        return [{"rel": "next", "href": f"{self.href(path)}?{query}"}]

    # ---- links -------------------------------------------------------------------------------------------------------

    def href(self, *parts: str) -> str:
        """Address of something below /v2.1, with the project if the request had it."""
        return _join(self._roots()[0], parts)

    def bookmark(self, *parts: str) -> str:
        """The same address without the version."""
        return _join(self._roots()[1], parts)

    def links(self, collection: str, ident: str) -> list[dict[str, str]]:
        """The self and bookmark links of one object."""
        return [
            {"rel": "self", "href": self.href(collection, ident)},
            {"rel": "bookmark", "href": self.bookmark(collection, ident)},
        ]

    def _roots(self) -> tuple[str, str]:
        """What addresses with and without the version begin with; a request makes many of them."""
        if self._parts is None:
            base = application_url(self.http)
            plain = base.rsplit("/", 1)[0] if base.endswith(("/v2.1", "/v2")) else base
            project = (self.url_project_id,) if self.url_project_id else ()
            self._parts = _join(base, project), _join(plain, project)
        return self._parts


def application_url(http: webob.Request) -> str:
    """Scheme, host and mount point without final slash; [api]compute_link_prefix replaces scheme and host."""
    found = http.application_url.rstrip("/")
    prefix = CONF.api.compute_link_prefix
    if not prefix:
        return str(found)
    path = urllib.parse.urlsplit(found).path
    return str(prefix).rstrip("/") + path


def _join(root: str, parts: Sequence[str]) -> str:
    return "/".join([root.rstrip("/"), *(part.strip("/") for part in parts)])
