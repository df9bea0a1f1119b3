# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A client for unit tests of the API: the real stack with a token check that believes what the test says."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import webob

from nova_lite.api import app
from tests import conformance

PROJECT = "6f70656e737461636b20342065766572"
USER = "fake-user"


class BelievingCheck:
    """Stands in for keystonemiddleware: the token is "user project role,role"."""

    def __init__(self, application: Any) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        token = environ.get("HTTP_X_AUTH_TOKEN")
        if token is None:
            return webob.Response(status=401, json_body={"error": {"code": 401}})(environ, start_response)
        user, project, roles = token.split(" ")
        environ.update(HTTP_X_USER_ID=user, HTTP_X_PROJECT_ID=project, HTTP_X_ROLES=roles)
        return self._application(environ, start_response)


@dataclass
class Client:
    """Sends requests to the API under /v2.1 as one user.

    documented: answers are held against the API's documents; False for an application with routes of its own.
    """

    roles: str = "member,reader"
    user: str = USER
    project: str = PROJECT
    mount: str = "/v2.1"
    documented: bool = True
    application: Any = field(default_factory=lambda: app.assemble(BelievingCheck))

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        version: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> webob.Response:
        """One request; `body` is sent as JSON."""
        request = webob.Request.blank(self.mount + path, method=method)
        request.headers["X-Auth-Token"] = f"{self.user} {self.project} {self.roles}"
        if body is not None:
            request.body = json.dumps(body).encode()
            request.content_type = "application/json"
        if version is not None:
            request.headers["OpenStack-API-Version"] = f"compute {version}"
        request.headers.update(headers or {})
        if self.documented:
            return conformance.answer(request, self.application)
        return request.get_response(self.application)


def admin() -> Client:
    """A client with the role admin."""
    return Client(roles="admin,manager,member,reader", user="fake-admin")
