# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""GET /openapi.json: the document of a microversion, outside /v2.1, without token. Clients may keep it for an hour."""

import hashlib

import webob

from nova_lite.api import dispatch, errors, openapi, versions

PATH = "/openapi.json"
AGE_S = 3600


def serves(http: webob.Request) -> bool:
    """True if the request is for the document."""
    return bool(http.method in ("GET", "HEAD") and http.path_info == PATH)


def answer(http: webob.Request) -> webob.Response:
    """The document of the version in the query (?version=2.90 or latest), else in the headers, else 2.1."""
    try:
        asked = http.GET.get("version")
    except UnicodeDecodeError:
        return errors.fault(400, "Query string is not UTF-8 encoded")
    headers = http.headers if asked is None else {versions.HEADER: f"{versions.SERVICE} {asked}"}
    try:
        version = versions.negotiate(headers)
    except versions.InvalidVersion as error:
        return errors.answer(error)
    except versions.UnsupportedVersion as error:
        return dispatch.with_version(errors.answer(error), error.requested)
    body = openapi.rendered(version)
    response = webob.Response(body=body, content_type="application/json", conditional_response=True)
    response.etag = hashlib.sha256(body).hexdigest()[:32]
    response.cache_control = f"public, max-age={AGE_S}"
    return dispatch.with_version(response, version)
