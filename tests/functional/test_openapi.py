# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Random requests made from the served OpenAPI documents, against all daemons: no failure, no undeclared answer.

NOVA_LITE_FUZZ_SECONDS says how long (40 by default); NOVA_LITE_FUZZ_SEED repeats the order and the values of a run.
"""

import itertools
import json
import os
import random
import re
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
import webob
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core import NotSet
from schemathesis.core.result import Ok

from nova_lite.api import versions
from tests.functional.stack import Stack

SECONDS = float(os.environ.get("NOVA_LITE_FUZZ_SECONDS", "40"))
SEED = int(os.environ.get("NOVA_LITE_FUZZ_SEED", "0")) or random.randrange(1, 2**31)
VERSIONS = (versions.MAXIMUM, "2.1", "2.35", "2.60", "2.79")
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
EXAMPLES = 4


class Fuzz:
    """Sends what schemathesis makes of an operation, with ids of things that exist about every second time."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.answers: Counter[int] = Counter()
        self.refused: list[str] = []
        self._admin = stack.cloud.keystone.token_of(stack.cloud.admin)
        self._demo = stack.cloud.keystone.token_of(stack.cloud.demo)
        self._ids = self._things()

    def document(self, version: str) -> Any:
        """The served document."""
        request = webob.Request.blank(f"/openapi.json?version={version}")
        response = self.stack.send(request)
        assert response.status_code == 200
        return response.json

    def _things(self) -> dict[str, list[str]]:
        """Something of each kind, by the first word of its path; made as the demo user or the administrator."""
        self.stack.wait_for(self.stack.boot(), "ACTIVE")
        made = (
            ("os-keypairs", {"keypair": {"name": "key"}}, "2.1"),
            ("os-aggregates", {"aggregate": {"name": "a"}}, "2.1"),
            ("os-server-groups", {"server_group": {"name": "g", "policies": ["affinity"]}}, "2.15"),
        )
        for path, body, version in made:
            response = self.stack.request("POST", f"/{path}", body, who=self.stack.cloud.admin, version=version)
            assert response.status_code in (200, 201), response.text
        return {
            **{kind: self._listed(kind) for kind in ("servers", "flavors", "os-aggregates", "os-server-groups")},
            **{kind: self._listed(kind) for kind in ("os-services", "os-hypervisors")},
            "os-keypairs": ["key"],
            "os-quota-sets": [str(self.stack.cloud.demo.project_id)],
            "os-simple-tenant-usage": [str(self.stack.cloud.demo.project_id)],
            "os-quota-class-sets": ["default"],
            "versions": ["v2.1"],
        }

    def _listed(self, kind: str) -> list[str]:
        found: list[str] = []
        for version in ("2.1", versions.MAXIMUM):
            response = self.stack.request(
                "GET", f"/{kind}?all_tenants=1&all_projects=1", who=self.stack.cloud.admin, version=version
            )
            if response.status_code != 200:
                response = self.stack.request("GET", f"/{kind}", who=self.stack.cloud.admin, version=version)
            (items,) = [value for value in response.json.values() if isinstance(value, list)]
            found.extend(str(item["id"] if "id" in item else item["name"]) for item in items)
        return found

    def send(self, case: schemathesis.Case, version: str, data: Callable[[Any], Any]) -> webob.Response:
        """One request."""
        path = case.operation.path
        for number, name in enumerate(re.findall(r"{(\w+)}", path)):
            real = self._ids.get(path.split("/")[1], []) if number == 0 else []
            made = str((case.path_parameters or {}).get(name, "x")) or "x"
            ident = data(st.sampled_from(real)) if real and data(st.booleans()) else made
            path = path.replace(f"{{{name}}}", urllib.parse.quote(ident, safe=""), 1)
        query = urllib.parse.urlencode(dict(case.query or {}), doseq=True)
        request = webob.Request.blank(f"/v2.1{path}?{query}", method=case.operation.method.upper())
        request.headers["X-Auth-Token"] = self._demo if data(st.booleans()) else self._admin
        request.headers["OpenStack-API-Version"] = f"compute {version}"
        if not isinstance(case.body, NotSet):
            request.content_type = "application/json"
            raw = isinstance(case.body, bytes)
            request.body = case.body if raw else json.dumps(case.body, default=_as_text).encode()
        return self.stack.send(request)

    def try_operation(self, operation: Any, version: str, mode: GenerationMode) -> None:
        """A few requests; notes what must not be."""

        @hypothesis.seed(SEED)
        @hypothesis.settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode), data=st.data())
        def run(case: schemathesis.Case, data: Any) -> None:
            sent = f"{operation.method.upper()} {operation.path} at {version}: {case.query} {case.body!r}"[:600]
            try:
                response = self.send(case, version, data.draw)
            except AssertionError as undocumented:
                self.refused.append(f"{sent}: {undocumented}")
                return
            self.answers[response.status_code] += 1
            if response.status_code >= 500 and response.status_code != 501:
                self.refused.append(f"{response.status_code} {sent}: {response.text[:300]}")

        run()


def _as_text(value: Any) -> str:
    """Bytes inside of JSON."""
    return bytes(value).decode("latin-1")


def _operations(fuzz: Fuzz) -> Iterator[tuple[str, Any, GenerationMode]]:
    """All operations at all versions, forever, in an order that the seed decides."""
    order = random.Random(SEED)
    made = []
    for version in VERSIONS:
        schema = schemathesis.openapi.from_dict(fuzz.document(version))
        found = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
        made.extend([(version, operation, mode) for operation in found for mode in MODES])
    order.shuffle(made)
    return itertools.cycle(made)


@pytest.mark.timeout(SECONDS + 120)
def test_random_requests(stack: Stack) -> None:
    fuzz = Fuzz(stack)
    end = time.monotonic() + SECONDS
    for version, operation, mode in _operations(fuzz):
        if time.monotonic() > end:
            break
        try:
            fuzz.try_operation(operation, version, mode)
        except hypothesis.errors.Unsatisfiable:
            continue
    assert not fuzz.refused, f"seed {SEED}, answers {dict(fuzz.answers)}:\n" + "\n".join(dict.fromkeys(fuzz.refused))
    assert {200, 400, 403, 404} <= set(fuzz.answers), fuzz.answers
