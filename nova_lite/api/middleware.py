# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The WSGI layers between the socket and the dispatcher that are our own: mounts, request ids, faults, log, context.

They know requests and responses only, no resources. app.py stacks them and says why in that order.
"""

import json
import time
import urllib.parse
from collections.abc import Iterable, Mapping
from typing import Any

import webob
import webob.exc
from oslo_log import log as logging
from oslo_middleware import request_id
from oslo_serialization import jsonutils

from nova_lite import policy
from nova_lite.api import dispatch, errors, openapi_serving, request, version_documents, versions
from nova_lite.conf import CONF
from nova_lite.context import RequestContext

LOG = logging.getLogger(__name__)

MOUNTS = {"/v2.1": "v2.1", "/v2": "v2.0"}


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
    """One line per request."""

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
        LOG.info(
            '%s "%s %s" status: %s len: %s microversion: %s time: %.6f',
            address,
            environ.get("REQUEST_METHOD"),
            line,
            seen.get("status", "-"),
            seen.get("length", "-"),
            environ.get(dispatch.MICROVERSION, "-"),
            time.monotonic() - begin,
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

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Choose by the first part of the path."""
        http = webob.Request(environ)
        header = CONF.wsgi.secure_proxy_ssl_header
        if header:
            environ["wsgi.url_scheme"] = environ.get(header, environ.get("wsgi.url_scheme", "http"))
        path = environ.get("PATH_INFO") or "/"
        if not _is_text(path):
            refused: Iterable[bytes] = RequestId(webob.exc.HTTPBadRequest(), CONF)(environ, start_response)
            return refused
        for mount, ident in MOUNTS.items():
            if path == mount or path.startswith(mount + "/"):
                return self._mounted(http, mount, ident)(environ, start_response)
        if openapi_serving.serves(http):
            return openapi_serving.answer(http)(environ, start_response)
        return _unmounted(http, path)(environ, start_response)

    def _mounted(self, http: webob.Request, mount: str, ident: str) -> Any:
        http.script_name += mount
        http.path_info = http.path_info[len(mount) :]
        if http.path_info in ("", "/"):
            return _version_document(http, ident)
        http.environ[dispatch.LEGACY] = ident == "v2.0"
        return self._application


def _version_document(http: webob.Request, ident: str) -> webob.Response:
    """The document of a mount, which obeys microversion headers under v2.1."""
    if ident == "v2.1":
        try:
            version = versions.negotiate(http.headers)
        except versions.InvalidVersion as error:
            return errors.answer(error)
        except versions.UnsupportedVersion as error:
            return dispatch.with_version(errors.answer(error), error.requested)
        response = _json(200, version_documents.document(ident, request.application_url(http)))
        return dispatch.with_version(response, version)
    return _json(200, version_documents.document(ident, request.application_url(http)))


def _unmounted(http: webob.Request, path: str) -> webob.Response:
    """Root list, the document of a media type's version, or 300 with what could have been meant."""
    base = request.application_url(http)
    if path == "/":
        return _json(200, version_documents.root(base))
    asked = f"{http.headers.get('Accept', '')},{http.headers.get('Content-Type', '')}".replace(" ", "")
    for mount, ident in MOUNTS.items():
        wanted = f";version={mount.removeprefix('/v')}"
        if any(part.endswith(wanted) for part in asked.split(",")):
            return _json(200, version_documents.document(ident, base + mount))
    return _json(300, version_documents.choices(base, path))


def _json(status: int, content: dict[str, Any]) -> webob.Response:
    return webob.Response(status=status, content_type="application/json", body=json.dumps(content).encode())
