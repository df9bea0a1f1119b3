# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The WSGI application of the metrics port: /metrics as Prometheus reads it, /health in JSON. It waits for nothing."""

import json
from collections.abc import Callable, Iterable
from typing import Any

TEXT = "text/plain; version=0.0.4; charset=utf-8"
JSON = "application/json"
SILENT_S = 10.0

# Of each worker: process id, seconds since it wrote, its checks.
Health = list[tuple[int, float, list[dict[str, Any]]]]
Answer = tuple[str, str, bytes]


class Application:
    """Answers for all workers of a daemon."""

    def __init__(self, figures: Callable[[], bytes], health: Callable[[], Health]) -> None:
        self._figures = figures
        self._health = health
        self._paths: dict[str, Callable[[], Answer]] = {"/metrics": self._show_figures, "/health": self._show_health}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """One request; anything but GET and HEAD of the two paths is refused."""
        show = self._paths.get(str(environ.get("PATH_INFO")))
        if show is None:
            status, kind, body = "404 Not Found", "text/plain", b"/metrics or /health\n"
        elif environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            status, kind, body = "405 Method Not Allowed", "text/plain", b"GET only\n"
        else:
            status, kind, body = show()
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]

    def _show_figures(self) -> Answer:
        return "200 OK", TEXT, self._figures()

    def _show_health(self) -> Answer:
        """Status, reasons, and every check of every worker with the seconds since it was looked at."""
        checks, reasons = [], []
        for pid, silent_s, results in self._health():
            if silent_s > SILENT_S:
                reasons.append(f"process {pid}: it has not reported for {silent_s:.0f} s")
            for one in results:
                age_s = None if one["age_s"] is None else round(one["age_s"] + silent_s, 1)
                checks.append({"pid": pid, **one, "age_s": age_s})
                if not one["ok"]:
                    reasons.append(f"{one['check']}: {one['reason']}")
        if not checks:
            reasons.append("no worker has reported yet")
        body = {"status": "failing" if reasons else "ok", "reasons": list(dict.fromkeys(reasons)), "checks": checks}
        status = "503 Service Unavailable" if reasons else "200 OK"
        return status, JSON, json.dumps(body, indent=1).encode() + b"\n"
