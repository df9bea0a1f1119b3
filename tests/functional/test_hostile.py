# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Input that nobody sends by mistake, to every route and at every place of every body: never a failure.

NOVA_LITE_HOSTILE=all sends every query; else a sample of them, which NOVA_LITE_FUZZ_SEED repeats.
"""

import copy
import json
import os
import random
import re
import urllib.parse
from collections.abc import Iterator
from typing import Any

import pytest
import webob

from nova_lite.api import openapi_responses
from nova_lite.api.route import Route
from nova_lite.api.routes import ROUTES
from tests.functional.stack import Stack
from tests.schema_values import example

SEED = int(os.environ.get("NOVA_LITE_FUZZ_SEED", "0")) or random.randrange(1, 2**31)
SAMPLE = 10**6 if os.environ.get("NOVA_LITE_HOSTILE") == "all" else 25
HUGE = 10**400
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**31, 2**63, 2**64, -(2**63) - 1, HUGE, 1.5, 1e308, -0.0),
    *("", " ", "x" * 300, "x" * 70000, "\u0000", "a\u0000b", "\ud800", "\U0001f600", "\u202e", "٣", "1\n", "-0", "1e3"),
    *(str(HUGE), "%s%n{0}", "'; DROP TABLE instances; --", "../../etc/passwd", "null", "\\", "(((((", "(a+)+$"),
    *([], {}, [[]], [{}], {"": None}, {"x": {"y": {"z": []}}}, [None], ["x"] * 2000),
)
BODIES: tuple[bytes, ...] = (
    *(b"\xff\xfe", b"\x00", b"{", b"}", b"[]", b"1", b'"text"', b"null", b"NaN", b"Infinity", b"\xef\xbb\xbf{}"),
    *(b"[" * 100000, b'{"a":' * 20000, b'{"a": 1}' * 2, b'{"a": 1, "a": 2}', b'{"\\ud800": 1}', b'{"a": 1e999}'),
    *(b"9" * 5000, b'{"server": ' + b"9" * 5000 + b"}", b'{"a": "\\u0000"}', b"x" * 114689),
)
IDS = (
    "%00",
    "%ff",
    "%F0%9F%98%80",
    "0",
    "-1",
    str(2**64),
    "9" * 400,
    "x" * 3000,
    "%2e%2e%2f",
    "'",
    "{}",
    "%0a",
    "a%20b",
)
QUERIES = (
    "%ff=%ff",
    "%00",
    "limit=%00",
    "limit=-1",
    "limit=" + "9" * 400,
    "marker=%ff",
    "&&&",
    "=",
    "limit",
    "a" * 4000,
)


class Caller:
    """Sends requests as the administrator and collects what failed."""

    def __init__(self, stack: Stack, row: Route, ident: str) -> None:
        self.stack, self.row = stack, row
        self.token = stack.cloud.keystone.token_of(stack.cloud.admin)
        self.path = re.sub(r"{[^}]*}", ident, row.path, count=1)
        self.failed: list[str] = []

    def send(self, body: bytes | None = None, path: str | None = None, **headers: str) -> int:
        """One request; its status."""
        request = webob.Request.blank("/v2.1" + (path or re.sub(r"{[^}]*}", "1", self.path)), method=self.row.method)
        request.headers["X-Auth-Token"] = self.token
        request.headers["OpenStack-API-Version"] = f"compute {self.row.until}"
        for name, value in headers.items():
            request.headers[name.replace("_", "-")] = value
        if body is not None:
            request.content_type = "application/json"
            request.body = body
        response = self.stack.send(request)
        if response.status_code not in {*openapi_responses.statuses(self.row), 300} or response.status_code >= 502:
            given = (body or b"")[:200]
            self.failed.append(f"{response.status_code} {self.row.method} {path or self.path} {given!r}")
        return int(response.status_code)


def _rows() -> list[Route]:
    """The newest row of each route."""
    newest = {(row.method, row.path, row.action): row for row in ROUTES}
    return list(newest.values())


def _spoiled(value: Any) -> Iterator[Any]:
    """Copies of a JSON value with each place of it replaced by each hostile value."""
    for place in _places(value):
        for bad in VALUES:
            made = copy.deepcopy(value)
            if not place:
                yield bad
                continue
            parent = made
            for step in place[:-1]:
                parent = parent[step]
            parent[place[-1]] = bad
            yield made


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in steps:
        yield from _places(child, (*path, key))


def _existing(stack: Stack) -> dict[str, str]:
    """An id that exists, by the first word of a path."""
    uuid = stack.boot()
    stack.wait_for(uuid, "ACTIVE")
    project = str(stack.cloud.demo.project_id)
    return {"servers": uuid, "flavors": "1", "os-quota-sets": project, "os-simple-tenant-usage": project}


@pytest.mark.timeout(300)
def test_bodies(stack: Stack) -> None:
    known = _existing(stack)
    failed: list[str] = []
    for row in _rows():
        if row.method not in ("POST", "PUT"):
            continue
        caller = Caller(stack, row, known.get(row.path.split("/")[1], "1"))
        for raw in BODIES:
            caller.send(raw)
        for value in _spoiled(example(row.body if row.body is not None else {"const": {row.action: None}})):
            caller.send(json.dumps(value).encode())
        failed.extend(caller.failed)
    assert not failed, "\n".join(failed[:100])


def _queries(row: Route) -> list[str]:
    names = list(row.query.parameters) if row.query is not None else []
    bad = ("", "%00", "%ff", "\U0001f600", "9" * 400, "-1", "(((", "x" * 2000)
    named = [f"{name}={value if '%' in value else urllib.parse.quote(value)}" for name in names for value in bad]
    return [*QUERIES, *named, *(f"{name}=1&{name}=2" for name in names)]


@pytest.mark.timeout(1200 if SAMPLE > 1000 else 200)
def test_paths_queries_and_headers(stack: Stack) -> None:
    known = _existing(stack)
    order = random.Random(SEED)
    failed: list[str] = []
    for row in _rows():
        if row.method == "POST":
            continue
        caller = Caller(stack, row, known.get(row.path.split("/")[1], "1"))
        for ident in IDS if "{" in row.path else ():
            caller.send(path=re.sub(r"{[^}]*}", ident, row.path))
            caller.send(path=re.sub(r"{[^}]*}", ident, caller.path))
        if row.method == "GET":
            queries = _queries(row)
            for query in order.sample(queries, min(SAMPLE, len(queries))):
                caller.send(path=f"{re.sub(r'{[^}]*}', '1', caller.path)}?{query}")
            caller.send(Accept="*/*;q=x", Accept_Language="\u00ff")
            caller.send(X_Openstack_Request_Id="x" * 5000)
        failed.extend(caller.failed)
    assert not failed, f"seed {SEED}\n" + "\n".join(failed[:100])
