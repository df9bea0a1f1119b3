# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the metrics port answers."""

import json
from typing import Any

import pytest

from nova_lite.monitor.http import Application, Health

GOOD = {"check": "broker", "ok": True, "reason": None, "age_s": 1.0}
BAD = {"check": "database", "ok": False, "reason": "refused", "age_s": 2.5}
NEW = {"check": "start", "ok": False, "reason": "not looked at yet", "age_s": None}


def ask(path: str, method: str = "GET", health: Health | None = None) -> tuple[str, dict[str, str], bytes]:
    seen: list[Any] = []
    application = Application(lambda: b"nova_x 1\n", lambda: health or [])
    body = b"".join(application({"PATH_INFO": path, "REQUEST_METHOD": method}, lambda *given: seen.extend(given)))
    return seen[0], dict(seen[1]), body


def test_figures_are_text() -> None:
    status, headers, body = ask("/metrics")
    assert (status, body) == ("200 OK", b"nova_x 1\n")
    assert headers == {"Content-Type": "text/plain; version=0.0.4; charset=utf-8", "Content-Length": "9"}
    status, headers, body = ask("/metrics", "HEAD")
    assert (status, headers["Content-Length"], body) == ("200 OK", "9", b"")


@pytest.mark.parametrize(("path", "method", "status"), [("/", "GET", 404), ("/metrics", "POST", 405)])
def test_nothing_else_is_served(path: str, method: str, status: int) -> None:
    assert ask(path, method)[0].startswith(str(status))


def test_health_is_good_when_all_workers_say_so() -> None:
    status, headers, body = ask("/health", health=[(7, 0.5, [GOOD]), (8, 0.0, [GOOD])])
    assert (status, headers["Content-Type"]) == ("200 OK", "application/json")
    assert json.loads(body) == {
        "status": "ok",
        "reasons": [],
        "checks": [{"pid": 7, **GOOD, "age_s": 1.5}, {"pid": 8, **GOOD}],
    }


@pytest.mark.parametrize(
    ("health", "reasons"),
    [
        ([(7, 0.0, [GOOD, BAD]), (8, 0.0, [BAD])], ["database: refused"]),
        ([(7, 0.0, [GOOD]), (8, 42.0, [GOOD])], ["process 8: it has not reported for 42 s"]),
        ([(7, 0.0, [NEW])], ["start: not looked at yet"]),
        ([], ["no worker has reported yet"]),
    ],
)
def test_bad_health_has_reasons(health: Health, reasons: list[str]) -> None:
    status, _, body = ask("/health", health=health)
    assert status == "503 Service Unavailable"
    assert (json.loads(body)["status"], json.loads(body)["reasons"]) == ("failing", reasons)
