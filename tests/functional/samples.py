# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Samples of requests and responses: what stays the same from run to run of an answer, and the files that keep it.

A file tests/samples/<resource>/<name>/<version>.json holds the exchange from that microversion on, until the next file
of its name. Files are written only when NOVA_LITE_WRITE_SAMPLES is set.
"""

import json
import pathlib
import re
from dataclasses import dataclass
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parents[1] / "samples"
Version = tuple[int, int]

_TEXTS = (
    (re.compile(r"req-[0-9a-f-]{36}"), "<request>"),
    (re.compile(r"r-[0-9a-z]{8}\b"), "<reservation>"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<uuid>"),
    (re.compile(r"\b[0-9a-f]{32,}\b"), "<id>"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?"), "<time>"),
    (re.compile(r"(127\.0\.0\.1|localhost):\d+"), "<host>"),
    (re.compile(r"([0-9a-f]{2}:){5}[0-9a-f]{2}"), "<mac>"),
    (re.compile(r"(?<=token=)[\w-]+"), "<token>"),
    (re.compile(r"(?<=marker=)[\w-]+"), "<marker>"),
)
# Values that depend on the machine, the moment or chance, by their keys.
_CHANGING = frozenset(
    (
        *("adminPass", "host_ip", "uptime", "total_hours", "total_memory_mb_usage", "total_vcpus_usage", "hours"),
        *(
            "total_local_gb_usage",
            "start",
            "stop",
            "private_key",
            "fingerprint",
            "log",
            "token",
            "url",
            "up",
            "load_average",
        ),
        *(
            "current_workload",
            "disk_available_least",
            "free_disk_gb",
            "local_gb",
            "free_ram_mb",
            "memory_mb",
            "cpu_info",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, with what changes from run to run replaced."""

    method: str
    path: str
    body: Any
    status: int
    answer: Any

    def rendered(self) -> str:
        """As it stands in a file."""
        request = {"method": self.method, "path": self.path}
        if self.body is not None:
            request["body"] = self.body
        response = {"status": self.status, "body": self.answer}
        return (
            json.dumps({"request": request, "response": response}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        )


def normal(value: Any, key: str = "") -> Any:
    """A JSON value without ids, times, hosts and numbers of the machine."""
    if isinstance(value, dict):
        return {steady(name): normal(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [normal(item, key) for item in sorted(value, key=_order)]
    if type(value) is int and key == "id":
        return "<number>"
    if key in _CHANGING and value is not None:
        return "<changes>"
    return steady(value) if isinstance(value, str) else value


def _order(item: Any) -> str:
    """Daemons register in any order; other lists keep theirs."""
    return (
        f"{item.get('binary')} {item.get('service')}"
        if isinstance(item, dict) and {"binary", "service"} & set(item)
        else ""
    )


def steady(text: str) -> str:
    """A text without ids, times and hosts."""
    for pattern, instead in _TEXTS:
        text = pattern.sub(instead, text)
    return text


def file_of(name: str, version: Version) -> pathlib.Path:
    """Where the sample of "resource/name" from a version on is kept."""
    return ROOT / name / f"{version[0]}.{version[1]}.json"


def kept(name: str) -> dict[Version, str]:
    """The samples of "resource/name" by the version from which they hold, oldest first."""
    found = {}
    for path in (ROOT / name).glob("2.*.json"):
        found[2, int(path.stem.removeprefix("2."))] = path.read_text()
    return dict(sorted(found.items()))


def write(name: str, version: Version, text: str) -> None:
    """Keep a sample."""
    path = file_of(name, version)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def forget(name: str) -> None:
    """Remove all samples of a name."""
    for version in kept(name):
        file_of(name, version).unlink()
