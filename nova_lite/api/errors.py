# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The only map from errors to HTTP codes, and the bodies that faults have.

Families of nova_lite.exception decide; a few classes differ from their family, and a row of the route table may differ
from both. What is not ours is a bug: it is logged with its traceback and answered with 500.
"""

import json
from collections.abc import Mapping
from typing import Any

import jsonschema
import webob
import webob.exc
from oslo_db import exception as db_exception
from oslo_log import log as logging

from nova_lite import exception
from nova_lite.api import versions

LOG = logging.getLogger(__name__)

FAULT_KEYS = {
    400: "badRequest",
    401: "unauthorized",
    403: "forbidden",
    404: "itemNotFound",
    405: "badMethod",
    409: "conflictingRequest",
    413: "overLimit",
    415: "badMediaType",
    429: "overLimit",
    501: "notImplemented",
    503: "serviceUnavailable",
}
DEFAULT_KEY = "computeFault"

# Looked up along the class's ancestors, so the nearest entry wins.
CODES: dict[type[Exception], int] = {
    exception.NotFound: 404,
    exception.Invalid: 400,
    exception.Conflict: 409,
    exception.Forbidden: 403,
    exception.Unavailable: 503,
    exception.NoValidHost: 400,
    exception.ComputeServiceUnavailable: 409,
    exception.InstanceInfoCacheNotFound: 409,
    exception.RpcTimeout: 500,
    exception.HypervisorUnavailable: 500,
    versions.UnsupportedVersion: 406,
    db_exception.DBConnectionError: 503,
    jsonschema.ValidationError: 400,
    NotImplementedError: 501,  # what no driver of the host can do
}

_GENERIC = {
    404: "The resource could not be found.",
    415: "The content type of the request is not supported.",
    413: "The request is too large.",
}


# Their own words are for operators: where a database is and what its driver says of it.
_DATABASE = (exception.DatabaseUnavailable, db_exception.DBConnectionError)
_DATABASE_AWAY = "The database does not answer at this time. Ask again later."


class HttpError(exception.NovaException):
    """A code that no family stands for (415, 410, 501 ...), for the framework and rows that are not data."""

    def __init__(self, code: int, message: str | None = None) -> None:
        self.code = code
        super().__init__(message if message is not None else _GENERIC.get(code, "The request failed."))


def code_of(error: Exception, overrides: Mapping[type[Exception], int] | None = None) -> int:
    """The HTTP code of an error; 500 for one that is not meant for clients."""
    if isinstance(error, HttpError):
        return error.code
    for kind in type(error).__mro__:
        if overrides and kind in overrides:
            return overrides[kind]
        if kind in CODES:
            return CODES[kind]
    return 500


def answer(error: Exception, overrides: Mapping[type[Exception], int] | None = None) -> webob.Response:
    """The fault that tells the client; an unexpected error is logged here, once."""
    if isinstance(error, webob.exc.HTTPException):
        return fault(error.code, error.explanation or error.title)
    code = code_of(error, overrides)
    if code != 500:
        LOG.info("HTTP exception thrown: %s", error)
        return fault(code, message_of(error))
    LOG.error("Unexpected error of type %s in the API", type(error).__name__, exc_info=error)
    return fault(
        code, f"Unexpected API Error. The administrator finds the cause in the log of nova-api.\n{type(error)}"
    )


def message_of(error: Exception) -> str:
    """Text for people."""
    if isinstance(error, _DATABASE):
        return _DATABASE_AWAY
    return error.format_message() if isinstance(error, exception.NovaException) else str(error)


def fault(code: int, message: str, retry_after: str | None = None) -> webob.Response:
    """A response with the fault body of that code."""
    content: dict[str, Any] = {"code": code, "message": message}
    response = webob.Response(status=code)
    response.headers["Content-Type"] = "application/json; charset=UTF-8"
    if retry_after is not None and code in (413, 429):
        content["retryAfter"] = retry_after
        response.headers["Retry-After"] = retry_after
    response.body = json.dumps({FAULT_KEYS.get(code, DEFAULT_KEY): content}).encode()
    return response
