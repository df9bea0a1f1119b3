# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Holds every answer that a test gets from the API against the OpenAPI document of its microversion.

Status, body, media type and headers must be declared. Clients of tests send their requests through answer().
"""

import functools
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import webob

from nova_lite.api import openapi, versions
from nova_lite.api.schemas import version_documents

Version = tuple[int, int]
MOUNTS = ("/v2.1", "/v2")
JSON = ("application/json", "application/vnd.openstack.compute+json")
# Before routes are looked up, or where none is found.
UNROUTED = ("400", "401", "404", "406", "413", "415", openapi.openapi_responses.FAILURE)
_OUTSIDE = {200: {"anyOf": [version_documents.ROOT, version_documents.SHOW]}, 300: version_documents.CHOICES}
checked = 0


def answer(request: webob.Request, application: Any) -> webob.Response:
    """The application's answer; fails if it is not as documented."""
    global checked
    method, path = request.method, request.environ["PATH_INFO"]
    response = request.get_response(application)
    wrong = list(violations(method, path, response))
    checked += 1
    assert not wrong, f"{method} {path} answers {response.status}: {'; '.join(wrong)}\n{response.text[:1000]}"
    return response


def violations(method: str, path: str, response: webob.Response) -> Iterator[str]:
    """What is wrong with an answer, in words."""
    mount = next((one for one in MOUNTS if path == one or path.startswith(f"{one}/")), None)
    if mount is None or path[len(mount) :] in ("", "/"):
        if path != "/openapi.json":
            yield from _outside(response)
        return
    version = _version(response)
    template = _template(version, method, re.sub("/{2,}", "/", path[len(mount) :]))
    declared = _document(version)["components"]["responses"]
    if template is None:
        statuses = {status: declared[status] for status in UNROUTED}
    else:
        statuses = _document(version)["paths"][template][method.lower()]["responses"]
    exact = str(response.status_code)
    status = exact if exact in statuses or exact[0] != "5" else openapi.openapi_responses.FAILURE
    if status not in statuses:
        yield f"the status is not declared at {versions.text(version)} ({template})"
        return
    made = statuses[status]
    made = declared[status] if "$ref" in made else made
    where = (version, template, method, status)
    yield from _body(made.get("content", {}), response, where)
    if mount == "/v2.1":
        yield from _headers(made["headers"], response, version)


def _outside(response: webob.Response) -> Iterator[str]:
    """Documents about versions, and their errors."""
    code = response.status_code
    if code in _OUTSIDE:
        yield from _errors(_fixed(code), response.json)
    elif code not in (400, 406):
        yield "only 200, 300, 400 and 406 are answered here"


def _body(content: Any, response: webob.Response, where: tuple[Version, str | None, str, str]) -> Iterator[str]:
    if not content:
        if response.body:
            yield "no body is declared"
        return
    kind = JSON[0] if response.content_type in JSON else response.content_type
    if kind not in content:
        yield f"{kind} is not declared"
    elif kind == JSON[0]:
        yield from _errors(_validator(*where), response.json)


def _errors(validator: Any, value: Any) -> Iterator[str]:
    for error in validator.iter_errors(value):
        yield f"{'/'.join(map(str, error.instance_path))}: {error.message[:500]}"


def _headers(declared: Any, response: webob.Response, version: Version) -> Iterator[str]:
    if "Location" in response.headers and "Location" not in declared:
        yield "Location is not declared"
    known = _document(version)["components"]["headers"]
    for name in declared:
        value = response.headers.get(name)
        if value is None:
            if known[name].get("required"):
                yield f"{name} is missing"
        elif not jsonschema_rs.is_valid(known[name]["schema"], value):
            yield f"{name}: {value} does not fit"


def _version(response: webob.Response) -> Version:
    """The version that the answer names; the oldest if it names none or one that does not exist."""
    version = versions.parse(response.headers.get(versions.LEGACY_HEADER) or versions.MINIMUM)
    return version if version <= versions.parse(versions.MAXIMUM) else versions.parse(versions.MINIMUM)


def _template(version: Version, method: str, path: str) -> str | None:
    """The documented path, with or without a project in front."""
    for one in (path, re.sub("^/[0-9a-f-]+(?=/)", "", path)):
        for template, pattern, methods in _paths(version):
            if method.lower() in methods and pattern.fullmatch(one):
                return template
    return None


# ---- made once for each version --------------------------------------------------------------------------------------


@functools.cache
def _document(version: Version) -> Any:
    return openapi.document(version)


@functools.cache
def _paths(version: Version) -> list[tuple[str, re.Pattern[str], frozenset[str]]]:
    return [
        (template, re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))), frozenset(methods))
        for template, methods in _document(version)["paths"].items()
    ]


@functools.cache
def _validator(version: Version, template: str | None, method: str, status: str) -> Any:
    components = _document(version)["components"]
    made = components["responses"].get(status)
    if made is None:
        made = _document(version)["paths"][template][method.lower()]["responses"][status]
    schema = made["content"][JSON[0]]["schema"]
    return _compiled({**schema, "components": {"schemas": components["schemas"]}})


@functools.cache
def _fixed(code: int) -> Any:
    return _compiled(_OUTSIDE[code])


def _compiled(schema: Any) -> Any:
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
