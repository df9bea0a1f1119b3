# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Samples of every GET route and of the main writes, at every microversion that changes them.

A run compares answers with tests/samples where they change: at the version of each sample, and just before the next.
With NOVA_LITE_WRITE_SAMPLES=os-volumes,flavors it asks at all versions and writes files of these names; every file
with =all; read the difference before you commit.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from nova_lite import concurrency
from nova_lite.api import openapi_codes, versions
from nova_lite.api.route import Route
from nova_lite.api.routes import ROUTES
from tests.functional import samples
from tests.functional.samples import Exchange, Version
from tests.functional.stack import Stack

WRITE = os.environ.get("NOVA_LITE_WRITE_SAMPLES", "")
ALL = [(2, minor) for minor in range(1, len(versions.HISTORY) + 1)]
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdhe9mW7RkM2rJmJfmnOZmHOX+Wl93+b9kDTW6dKEvq me@here"
RECORD_S = 10
# Things whose ids look different before and after some version.
CHANGING = ("os-hypervisors", "os-services")


class World:
    """A stack with one of everything, and the ids to find it by."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._token = stack.cloud.keystone.token_of(stack.cloud.admin)
        self.project = str(stack.cloud.admin.project_id)
        self.ids: dict[str, str] = {}
        self._fill()

    def _fill(self) -> None:
        who = self.stack.cloud.admin
        server: dict[str, Any] = {"name": "sample", "flavorRef": "1", "imageRef": self.stack.image, "networks": "none"}
        server.update(metadata={"colour": "blue"}, tags=["one"], description="a server")
        made = self.stack.request("POST", "/servers", {"server": server}, who=who)
        assert made.status_code == 202, made.text
        self.ids["servers"] = made.json["server"]["id"]
        self.stack.wait_for(self.ids["servers"], "ACTIVE")
        assert concurrency.wait_until(self._is_counted, RECORD_S, 0.1), "the host never told of its server"
        self.made("POST", "/flavors/1/os-extra_specs", {"extra_specs": {"hw:cpu_policy": "shared"}})
        self.made("POST", "/os-keypairs", {"keypair": {"name": "key", "public_key": KEY}})
        aggregate = self.made("POST", "/os-aggregates", {"aggregate": {"name": "a", "availability_zone": "west"}})
        self.ids["os-aggregates"] = str(aggregate["aggregate"]["id"])
        group = self.made("POST", "/os-server-groups", {"server_group": {"name": "g", "policy": "affinity"}})
        self.ids["os-server-groups"] = group["server_group"]["id"]
        actions = self.made("GET", f"/servers/{self.ids['servers']}/os-instance-actions")
        self.ids["os-instance-actions"] = actions["instanceActions"][0]["request_id"]
        self.ids.update({"flavors": "1", "os-keypairs": "key", "versions": "v2.1", "extensions": "os-keypairs"})
        self.ids.update({"os-quota-sets": self.project, "os-simple-tenant-usage": self.project})
        self.ids.update({"os-quota-class-sets": "default", "metadata": "colour", "tags": "one"})
        self.ids.update({"os-extra_specs": "hw:cpu_policy", "os-hosts": "host1"})
        self.ids["os-instance_usage_audit_log"] = "2026-01-01 00:00:00"

    def _is_counted(self) -> bool:
        """Whether the host's record, which follows its servers within seconds, has the server."""
        shown = self.stack.request("GET", "/os-hypervisors/statistics", version="2.1", X_Auth_Token=self._token)
        return bool(shown.json["hypervisor_statistics"]["running_vms"] == 1)

    def made(self, method: str, path: str, body: Any = None) -> Any:
        """The answer of a request that must succeed, at the newest version that allows it."""
        version = "2.91" if "keypairs" in path else versions.MAXIMUM
        response = self.stack.request(method, path, body, version=version, X_Auth_Token=self._token)
        assert response.status_code < 300, response.text
        return response.json

    def ask(self, method: str, path: str, version: Version, body: Any = None) -> tuple[Exchange, Any]:
        """One exchange, and the answer as it was."""
        response = self.stack.request(method, path, body, version=versions.text(version), X_Auth_Token=self._token)
        answer = response.json if response.body else None
        exchange = Exchange(
            method, samples.steady(path), samples.normal(body), response.status_code, samples.normal(answer)
        )
        return exchange, answer

    def path_of(self, template: str, version: Version) -> str | None:
        """The path with ids of things that exist; None where there is nothing to show."""
        if template.startswith("/os-hypervisors/{id}/") and not template.endswith("uptime"):
            return template.replace("{id}", "host1")
        parts = template.split("/")
        for index, part in enumerate(parts):
            if not part.startswith("{"):
                continue
            kind = parts[index - 1]
            found = self._changing(kind, version) if kind in CHANGING else self.ids.get(kind)
            if found is None:
                return None
            parts[index] = found
        return "/".join(parts)

    def _changing(self, kind: str, version: Version) -> str:
        _, answer = self.ask("GET", f"/{kind}", version)
        return str(answer[kind.removeprefix("os-")][0]["id"])


@dataclass(frozen=True, slots=True)
class Write:
    """A POST or PUT to sample: where it is kept, the request, its body at a version, and what undoes it.

    undo: path to DELETE afterwards, made of the answer; None if there is nothing to undo.
    """

    name: str
    method: str
    path: str
    body: Callable[[Version], Any]
    undo: Callable[[Any], str] | None = None


def _server_body(image: str) -> Callable[[Version], Any]:
    def body(version: Version) -> Any:
        made: dict[str, Any] = {"name": "new", "flavorRef": "1", "imageRef": image, "metadata": {"colour": "red"}}
        if version >= (2, 19):
            made["description"] = "text"
        if version >= (2, 37):
            made["networks"] = "none"
        if version >= (2, 52):
            made["tags"] = ["one"]
        return {"server": made}

    return body


def _group_body(version: Version) -> Any:
    if version >= (2, 64):
        return {"server_group": {"name": "new", "policy": "anti-affinity", "rules": {"max_server_per_host": 2}}}
    return {"server_group": {"name": "new", "policies": ["anti-affinity"]}}


def _key_body(version: Version) -> Any:
    made = {"name": "new", "public_key": KEY}
    return {"keypair": {**made, "type": "ssh"} if version >= (2, 2) else made}


def _flavor_body(version: Version) -> Any:
    made: dict[str, Any] = {"name": "new", "id": "new", "ram": 64, "vcpus": 1, "disk": 1}
    return {"flavor": {**made, "description": "text"} if version >= (2, 55) else made}


def _writes(world: World) -> list[Write]:
    server, aggregate = f"/servers/{world.ids['servers']}", f"/os-aggregates/{world.ids['os-aggregates']}"
    length = {"os-getConsoleOutput": {"length": 5}}
    return [
        Write("servers/create", "POST", "/servers", _server_body(world.stack.image), lambda a: _undo("servers", a)),
        Write("servers/update", "PUT", server, lambda version: {"server": {"name": "sample"}}),
        Write("servers/console-output", "POST", f"{server}/action", lambda version: length),
        Write(
            "servers/metadata-create", "POST", f"{server}/metadata", lambda version: {"metadata": {"colour": "blue"}}
        ),
        Write("servers/tags-update", "PUT", f"{server}/tags", lambda version: {"tags": ["one"]}),
        Write("flavors/create", "POST", "/flavors", _flavor_body, lambda a: "/flavors/new"),
        Write("flavors/update", "PUT", "/flavors/1", lambda version: {"flavor": {"description": "small"}}),
        Write("os-keypairs/create", "POST", "/os-keypairs", _key_body, lambda a: "/os-keypairs/new"),
        Write(
            "os-aggregates/create",
            "POST",
            "/os-aggregates",
            lambda version: {"aggregate": {"name": "new"}},
            lambda a: _undo("os-aggregates", a),
        ),  # fmt: skip
        Write("os-aggregates/update", "PUT", aggregate, lambda version: {"aggregate": {"name": "a"}}),
        Write(
            "os-aggregates/set_metadata",
            "POST",
            f"{aggregate}/action",
            lambda version: {"set_metadata": {"metadata": {"ssd": "true"}}},
        ),
        Write(
            "os-server-groups/create", "POST", "/os-server-groups", _group_body, lambda a: _undo("os-server-groups", a)
        ),
        Write(
            "os-quota-sets/update",
            "PUT",
            f"/os-quota-sets/{world.project}",
            lambda version: {"quota_set": {"cores": 40}},
        ),
        Write(
            "os-quota-class-sets/update",
            "PUT",
            "/os-quota-class-sets/default",
            lambda version: {"quota_class_set": {"cores": 40}},
        ),
    ]


def _undo(kind: str, answer: Any) -> str:
    (made,) = [value for value in answer.values() if isinstance(value, dict)]
    return f"/{kind}/{made['id']}"


# ---- reads -----------------------------------------------------------------------------------------------------------


def _name(row: Route) -> str:
    """Resource and name of a GET route's samples."""
    words = [part.strip("{}") for part in row.path.split("/") if part]
    if not words:
        return "versions/root"
    last = [re.sub(r"\W", "-", word) for word in words[1:]]
    return f"{words[0]}/{'-'.join(last) or 'list'}"


def _reads() -> dict[str, Route]:
    """One row of each GET route that is not gone, by the name of its samples."""
    found: dict[str, Route] = {}
    for row in ROUTES:
        key = openapi_codes.key_of(row.method, row.path, row.action)
        if row.method == "GET" and openapi_codes.CODES[key] != "410":
            found.setdefault(_name(row), row)
    return found


def _writing(name: str) -> bool:
    return bool(WRITE) and (WRITE == "all" or name.startswith(tuple(WRITE.split(","))))


def _asked(name: str) -> list[Version]:
    """The versions at which to ask: all when writing, else the edges of the samples."""
    if _writing(name):
        return ALL
    starts = list(samples.kept(name))
    return sorted({*starts, *((2, minor - 1) for _, minor in starts if minor > 1), ALL[0], ALL[-1]})


def _expected(name: str, version: Version) -> str | None:
    """The sample that holds at a version."""
    fitting = [text for start, text in samples.kept(name).items() if start <= version]
    return fitting[-1] if fitting else None


def _judge(name: str, exchanges: dict[Version, Exchange]) -> list[str]:
    """Compare with the samples, or write them. An unknown path or method at a version is a sample too."""
    if _writing(name):
        samples.forget(name)
        last = None
        for version, exchange in exchanges.items():
            if exchange.rendered() != last:
                last = exchange.rendered()
                samples.write(name, version, last)
        return []
    return [
        f"{name} at {versions.text(version)} is not as in tests/samples:\n{exchange.rendered()[:2000]}"
        for version, exchange in exchanges.items()
        if exchange.rendered() != _expected(name, version)
    ]


@pytest.mark.timeout(900 if WRITE else 240)
def test_reads(stack: Stack) -> None:
    world = World(stack)
    wrong: list[str] = []
    for name, row in _reads().items():
        found: dict[Version, Exchange] = {}
        for version in _asked(name):
            path = world.path_of(row.path, version)
            if path is not None:
                found[version], _ = world.ask("GET", path, version)
        wrong.extend(_judge(name, found))
    assert not wrong, "\n".join(wrong)


@pytest.mark.timeout(900 if WRITE else 240)
def test_writes(stack: Stack) -> None:
    world = World(stack)
    wrong: list[str] = []
    for write in _writes(world):
        found: dict[Version, Exchange] = {}
        for version in _asked(write.name):
            found[version], answer = world.ask(write.method, write.path, version, write.body(version))
            assert found[version].status != 400, f"{write.name} at {versions.text(version)}: {answer}"
            if write.undo is not None and found[version].status < 300:
                stack.request("DELETE", write.undo(answer), who=stack.cloud.admin)
        wrong.extend(_judge(write.name, found))
    assert not wrong, "\n".join(wrong)


def test_every_sample_belongs_to_something() -> None:
    names = {path.parent.relative_to(samples.ROOT).as_posix() for path in samples.ROOT.glob("*/*/*.json")}
    assert {name for name in names if name.split("/")[1] not in WRITTEN} <= set(_reads())


def test_samples_of_all_servers_start_at_the_oldest_version() -> None:
    for name in ("servers/list", "servers/detail", "servers/id", "servers/create", "flavors/id", "os-keypairs/list"):
        assert next(iter(samples.kept(name))) == (2, 1), name


WRITTEN = ("create", "update", "console-output", "metadata-create", "tags-update", "set_metadata")
