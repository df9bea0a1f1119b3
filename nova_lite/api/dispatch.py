# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Runs one row of the route table: find, negotiate, check body and query, load the target, ask policy, call, answer.

The order of these steps decides which error a client sees first, so it stands in one function.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import orjson
import webob
import webob.exc
from oslo_log import log as logging
from oslo_serialization import jsonutils
from routes import Mapper
from webob import acceptparse

from nova_lite import policy
from nova_lite.api import errors, validation, versions
from nova_lite.api.errors import HttpError
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route

LOG = logging.getLogger(__name__)

CONTEXT = "nova.context"
LEGACY = "nova.legacy_v2"
MICROVERSION = "nova.microversion"
ROUTE = "nova.route"
ACTION = "nova.action"
# What clients of old may put before every path.
PROJECT_PREFIX = re.compile("/([0-9a-f-]+)(?=/)")
JSON = "application/json"
MEDIA_TYPES = (JSON, "application/vnd.openstack.compute+json")
_VERSION = re.compile(r"; *version=[^;,]*")

StartResponse = Callable[..., Any]
Rows = tuple[Route, ...]


class Dispatcher:
    """The WSGI application behind authentication."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._mapper = Mapper(explicit=True)
        self._rows: dict[str, Rows] = {}
        for row in routes:
            key = f"{row.method} {row.path}"
            self._rows[key] = (*self._rows.get(key, ()), row)
        for key in self._rows:
            method, path = key.split(" ", 1)
            self._mapper.connect(None, path, key=key, conditions={"method": [method]})
        self._mapper.create_regs()  # before the workers are forked, which would each do that for their first request

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one authenticated request."""
        path = re.sub("/{2,}", "/", (environ.get("PATH_INFO") or "/").encode("latin-1").decode())
        project = PROJECT_PREFIX.match(path)
        found = self._mapper.match(path[project.end() :] if project else path, environ)
        if found is None:
            return webob.exc.HTTPNotFound()(environ, start_response)
        params = {**found, "project_id": project[1]} if project else dict(found)
        rows = self._rows[params.pop("key")]
        environ[ROUTE] = rows[0].path
        return self._respond(webob.Request(environ), rows, params)(environ, start_response)

    def _respond(self, http: webob.Request, rows: Rows, params: Mapping[str, str]) -> webob.Response:
        legacy = bool(http.environ.get(LEGACY))
        try:
            version = versions.parse(versions.MINIMUM) if legacy else versions.negotiate(http.headers)
        except versions.InvalidVersion as error:
            return errors.answer(error)
        except versions.UnsupportedVersion as error:
            return with_version(errors.answer(error), error.requested)
        http.environ[MICROVERSION] = versions.text(version)
        req = ApiRequest(http, http.environ[CONTEXT], version, params, legacy)
        response = _run(req, rows)
        return response if legacy else with_version(response, version)


def _run(req: ApiRequest, rows: Rows) -> webob.Response:
    """Every step between a negotiated version and an answer; errors become faults here."""
    overrides: Mapping[type[Exception], int] | None = None
    try:
        check_content_type(req.http)
        req.body = _parse(req.http)
        known = _same_action(req, rows)
        req.http.environ[ACTION] = known[0].action
        _check_project(req)
        row = _at_version(req, known)
        overrides = row.errors
        if row.body is not None:
            validation.check_body(row.body, req.body, req.legacy)
        req.query_lists = validation.check_query(row.query, _query(req.http), req.version)
        if row.target is not None:
            req.target = row.target(req)
        if row.policy is not None:
            policy.authorize(req.context, row.policy, row.judged_on(req))
        return _response(req, row, row.handler(req))
    except Exception as error:
        LOG.debug("Request %s %s ends with %s", req.http.method, req.http.path, type(error).__name__)
        return errors.answer(error, overrides)


def check_content_type(http: webob.Request) -> None:
    """Raise HttpError with 415 unless the client says that it sends JSON, text or nothing in particular."""
    kind = http.content_type
    if kind and kind != "text/plain" and kind not in MEDIA_TYPES:
        raise HttpError(415, f"Unsupported Content-Type {kind}")


def _parse(http: webob.Request) -> Any:
    """The JSON of a POST or PUT; None for an empty body and for other methods."""
    if http.method not in ("POST", "PUT") or not http.body:
        return None
    try:
        body = json.loads(http.body, parse_constant=_no_constant)
        if b"\\u" in http.body:
            _check_text(body)
    except (ValueError, RecursionError) as error:
        raise HttpError(400, "Malformed request body") from error
    return body


def _no_constant(name: str) -> None:
    """NaN and Infinity are Python's idea of JSON only."""
    raise ValueError(f"{name} is no JSON")


def _check_text(value: Any) -> None:
    """Raise ValueError for what JSON escapes can write but no database can store: NUL and half surrogate pairs."""
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("NUL character")
        value.encode()
    elif isinstance(value, dict):
        _check_text([*value, *value.values()])
    elif isinstance(value, list):
        for item in value:
            _check_text(item)


def _same_action(req: ApiRequest, rows: Rows) -> Rows:
    """Rows of the action that the body's only key names; all rows on other paths."""
    if req.http.method != "POST" or not rows[0].path.endswith("/action"):
        return rows
    if not isinstance(req.body, dict) or len(req.body) != 1:
        raise HttpError(400, "Malformed request body")
    key = next(iter(req.body))
    found = tuple(row for row in rows if row.action == key)
    if not found:
        raise HttpError(400, f"There is no such action: {key}")
    return found


def _check_project(req: ApiRequest) -> None:
    url, own = req.url_project_id, req.context.project_id
    if url and url != own:
        raise HttpError(
            400, f"Malformed request URL: URL's project_id '{url}' doesn't match Context's project_id '{own}'"
        )


def _at_version(req: ApiRequest, rows: Rows) -> Route:
    for row in rows:
        if row.serves(req.version):
            return row
    raise HttpError(404)


def _query(http: webob.Request) -> dict[str, list[str]]:
    """All values of each query parameter."""
    try:
        given = http.GET
        values = {name: given.getall(name) for name in given}
    except UnicodeDecodeError as error:
        raise HttpError(400, "Query string is not UTF-8 encoded") from error
    if "%00" in http.query_string:
        raise HttpError(400, "Query string has a NUL character")
    return values


def _response(req: ApiRequest, row: Route, result: Any) -> webob.Response:
    """A handler's result as response: dict to JSON, None to an empty body, a response as it is."""
    if isinstance(result, webob.Response):
        response = result
    elif result is None:
        response = webob.Response(status=row.ok, content_type=JSON)
        if row.ok == 204:
            del response.content_type
    else:
        response = webob.Response(status=row.ok, content_type=accepted(req.http))
        response.body = _dumped(result)
    response.headers.update(req.headers)
    return response


def _dumped(result: Any) -> bytes:
    """JSON; numbers of more than 64 bits, half surrogate pairs and times are beyond the fast library."""
    try:
        text: bytes = orjson.dumps(result, option=orjson.OPT_PASSTHROUGH_DATETIME)
    except TypeError:
        text = jsonutils.dump_as_bytes(result)
    return text


def accepted(http: webob.Request) -> str:
    """The media type that the client prefers among ours, whichever version of it the client names."""
    asked = acceptparse.create_accept_header(_VERSION.sub("", http.headers.get("Accept", "")))
    offers = asked.acceptable_offers(MEDIA_TYPES) if asked else []
    return str(offers[0][0]) if offers else JSON


def with_version(response: webob.Response, version: tuple[int, int]) -> webob.Response:
    """The response with the headers that name its microversion."""
    text = versions.text(version)
    response.headers[versions.HEADER] = f"{versions.SERVICE} {text}"
    response.headers[versions.LEGACY_HEADER] = text
    response.headers.add("Vary", versions.HEADER)
    response.headers.add("Vary", versions.LEGACY_HEADER)
    return response
