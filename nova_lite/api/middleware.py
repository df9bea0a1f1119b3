# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The WSGI layers between the socket and the dispatcher that are our own: mounts, request ids, faults, log, context.

They know requests and responses only, no resources. app.py stacks them and says why in that order.
"""

import json
import re
import time
import urllib.parse
from collections.abc import Iterable, Mapping
from typing import Any

import webob
import webob.exc
from oslo_log import log as logging
from oslo_middleware import request_id
from oslo_serialization import jsonutils

from nova_lite import figures, policy
from nova_lite.api import dispatch, errors, openapi_serving, request, version_documents, versions
from nova_lite.conf import CONF
from nova_lite.context import RequestContext

LOG = logging.getLogger(__name__)

# Mount points, and whether they are the legacy one.
MOUNTS = {"/v2.1": False, "/v2": True}
_MEDIA_VERSION = re.compile(r"; *version=(2\.1|2) *(?:[;,]|$)")


class RequestId(request_id.RequestId):
    """One id per request, told under both of its header names."""

    compat_headers: list[str] = ["x-compute-request-id"]  # noqa: RUF012


class FaultWrap:
    """Turns what escapes the layers below into a fault."""

    def __init__(self, application: Any) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Pass on; whatever is raised becomes an answer."""
        try:
            answer: Iterable[bytes] = self._application(environ, start_response)
            return answer
        except Exception as error:
            method, path = environ.get("REQUEST_METHOD"), _path_and_query(environ)
            LOG.debug("%s escaped from %s %s", type(error).__name__, method, path)
            answer = errors.answer(error)(environ, start_response)
            return answer


class RequestLog:
    """One line per request, and its figures."""

    def __init__(self, application: Any) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Pass on and log status, length, microversion and seconds."""
        begin = time.monotonic()
        seen: dict[str, str] = {}

        def started(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            seen["status"] = status.split(" ", 1)[0]
            seen["length"] = next((value for name, value in headers if name.lower() == "content-length"), "0")
            return start_response(status, headers, *rest)

        address, line = environ.get("REMOTE_ADDR"), _path_and_query(environ)
        answer: Iterable[bytes] = self._application(environ, started)
        seconds = time.monotonic() - begin
        figures.observe(
            figures.API_REQUESTS,
            seconds,
            str(environ.get("REQUEST_METHOD")) if dispatch.ROUTE in environ else "-",
            environ.get(dispatch.ROUTE, "-"),
            environ.get(dispatch.ACTION, "-"),
            seen.get("status", "-"),
        )
        LOG.info(
            '%s "%s %s" status: %s len: %s microversion: %s time: %.6f',
            address,
            environ.get("REQUEST_METHOD"),
            line,
            seen.get("status", "-"),
            seen.get("length", "-"),
            environ.get(dispatch.MICROVERSION, "-"),
            seconds,
        )
        return answer


def _path_and_query(environ: Mapping[str, Any]) -> str:
    """As the client sent it, which need not be UTF-8."""
    path = urllib.parse.quote(f"{environ.get('SCRIPT_NAME', '')}{environ.get('PATH_INFO', '')}", encoding="latin-1")
    query = environ.get("QUERY_STRING")
    return f"{path}?{query}" if query else path


def _is_text(path: str) -> bool:
    """UTF-8 without NUL; WSGI hands paths over as if they were Latin-1."""
    try:
        path.encode("latin-1").decode()
    except UnicodeDecodeError:
        return False
    return "\x00" not in path


class Context:
    """Builds the request context from the headers that the token check left."""

    def __init__(self, application: Any) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Pass on with a context; without a user in the token there is none."""
        if not environ.get("HTTP_X_USER_ID"):
            return errors.fault(401, "The token names no user.")(environ, start_response)
        try:
            catalog = jsonutils.loads(environ.get("HTTP_X_SERVICE_CATALOG") or "[]")
        except ValueError:
            return errors.fault(500, "Invalid service catalog json.")(environ, start_response)
        context = RequestContext.from_environ(
            environ, service_catalog=catalog, remote_address=environ.get("REMOTE_ADDR"), is_admin=False
        )
        context.is_admin = policy.is_admin(context)
        environ[dispatch.CONTEXT] = context
        return self._application(environ, start_response)


class Mounts:
    """Sends /v2.1/... and /v2/... to the API, answers their roots and everything else with documents about the API."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._document = RequestId(_version_document, CONF)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Choose by the first part of the path, else by the version that a media type names."""
        http = webob.Request(environ)
        header = CONF.wsgi.secure_proxy_ssl_header
        if header:
            environ["wsgi.url_scheme"] = environ.get(header, environ.get("wsgi.url_scheme", "http"))
        path = environ.get("PATH_INFO") or "/"
        if not _is_text(path):
            refused: Iterable[bytes] = RequestId(webob.exc.HTTPBadRequest(), CONF)(environ, start_response)
            return refused
        for mount in MOUNTS:
            if path == mount or path.startswith(mount + "/"):
                return self._mounted(http, mount, http.path_info[len(mount) :])(environ, start_response)
        if openapi_serving.serves(http):
            return openapi_serving.answer(http)(environ, start_response)
        asked = _MEDIA_VERSION.search(f"{http.headers.get('Accept', '')},{http.headers.get('Content-Type', '')}")
        if asked:
            return self._mounted(http, f"/v{asked[1]}", "")(environ, start_response)
        return _unmounted(http, path)(environ, start_response)

    def _mounted(self, http: webob.Request, mount: str, rest: str) -> Any:
        http.script_name += mount
        http.path_info = rest
        http.environ[dispatch.LEGACY] = MOUNTS[mount]
        return self._document if rest in ("", "/") else self._application


def _version_document(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The document of the mount that the path was under, as a WSGI application."""
    http = webob.Request(environ)
    legacy = bool(environ[dispatch.LEGACY])
    base = request.application_url(http)
    ident = version_documents.LEGACY if legacy else version_documents.CURRENT
    response = _json(http, 200, version_documents.document(ident, base))
    if not legacy:
        response = _negotiated(http, response)
    answer: Iterable[bytes] = response(environ, start_response)
    return answer


def _negotiated(http: webob.Request, response: webob.Response) -> webob.Response:
    """The response with the version that the headers ask for, or what is wrong with that."""
    try:
        return dispatch.with_version(response, versions.negotiate(http.headers))
    except versions.InvalidVersion as error:
        return errors.answer(error)
    except versions.UnsupportedVersion as error:
        return dispatch.with_version(errors.answer(error), error.requested)


def _unmounted(http: webob.Request, path: str) -> webob.Response:
    """Root list, or 300 with what could have been meant."""
    base = request.application_url(http)
    if path == "/":
        return _json(http, 200, version_documents.root(base))
    return _json(http, 300, version_documents.choices(base, path))


def _json(http: webob.Request, status: int, content: dict[str, Any]) -> webob.Response:
    try:
        dispatch.check_content_type(http)
    except errors.HttpError as error:
        return errors.answer(error)
    return webob.Response(status=status, content_type=dispatch.accepted(http), body=json.dumps(content).encode())
