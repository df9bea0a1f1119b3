# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A client of the API whose tokens the fixture services know, for handlers that ask them."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import webob

from nova_lite.api import app
from tests.functional.fixtures.cloud import Cloud
from tests.functional.fixtures.keystone import Identity
from tests.unit.api.calls import Client


def _check(cloud: Cloud) -> Callable[[Any], Any]:
    """Stands in for keystonemiddleware: asks the fixture Keystone whose token it is."""

    class Check:
        def __init__(self, application: Any) -> None:
            self._application = application

        def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            who = cloud.keystone.identity_of(environ.get("HTTP_X_AUTH_TOKEN"))
            assert who is not None
            environ.update(
                HTTP_X_USER_ID=who.user_id,
                HTTP_X_PROJECT_ID=who.project_id,
                HTTP_X_ROLES=",".join(who.roles),
                HTTP_X_SERVICE_CATALOG=json.dumps(cloud.keystone.catalog()),
            )
            return self._application(environ, start_response)

    return Check


@dataclass
class PeerClient(Client):
    """Sends requests as a user of the cloud."""

    token: str = field(default="")

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        version: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> webob.Response:
        """One request with the user's token."""
        return super().call(method, path, body, version, {"X-Auth-Token": self.token, **(headers or {})})


def client_of(cloud: Cloud, identity: Identity | None = None) -> PeerClient:
    """A client of that user, or of demo."""
    token = cloud.keystone.token_of(identity or cloud.demo)
    return PeerClient(application=app.assemble(_check(cloud)), token=token)
