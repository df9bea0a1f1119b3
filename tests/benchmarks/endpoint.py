# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A Compute endpoint that is measured: its address below the version, and the headers that every request carries.

Named by the environment, as an openrc file sets it, or given by whoever started the daemons.
"""

import os
from dataclasses import dataclass, field
from typing import Any

import requests

TIMEOUT_S = 120


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`url` ends with /v2.1; `headers` hold the token and the microversion."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)

    def request(self, method: str, path: str, body: Any = None) -> requests.Response:
        """One request; raises requests.HTTPError for an answer of 400 and above."""
        answer = requests.request(method, self.url + path, json=body, headers=self.headers, timeout=TIMEOUT_S)
        answer.raise_for_status()
        return answer

    def get(self, path: str) -> Any:
        """The JSON of an answer."""
        return self.request("GET", path).json()


def headers(token: str, version: str) -> dict[str, str]:
    """Headers for a token at a microversion."""
    return {"X-Auth-Token": token, "OpenStack-API-Version": f"compute {version}", "Accept": "application/json"}


def from_openrc(version: str) -> Endpoint:
    """Log in with OS_AUTH_URL, OS_USERNAME, OS_PASSWORD, OS_PROJECT_NAME (domains: OS_*_DOMAIN_ID or default).

    The endpoint is OS_COMPUTE_ENDPOINT, or the catalog's public one of OS_REGION_NAME.
    """
    variables = os.environ
    domain = {
        "user": variables.get("OS_USER_DOMAIN_ID", "default"),
        "project": variables.get("OS_PROJECT_DOMAIN_ID", "default"),
    }
    user = {
        "name": variables["OS_USERNAME"],
        "password": variables["OS_PASSWORD"],
        "domain": {"id": domain["user"]},
    }
    scope = {"project": {"name": variables["OS_PROJECT_NAME"], "domain": {"id": domain["project"]}}}
    body = {"auth": {"identity": {"methods": ["password"], "password": {"user": user}}, "scope": scope}}
    base = variables["OS_AUTH_URL"].rstrip("/").removesuffix("/v3")
    answer = requests.post(f"{base}/v3/auth/tokens", json=body, timeout=TIMEOUT_S)
    answer.raise_for_status()
    url = variables.get("OS_COMPUTE_ENDPOINT") or _from_catalog(answer.json()["token"]["catalog"])
    return Endpoint(url.rstrip("/"), headers(answer.headers["X-Subject-Token"], version))


def _from_catalog(catalog: list[dict[str, Any]]) -> str:
    region = os.environ.get("OS_REGION_NAME")
    found = [
        str(endpoint["url"])
        for service in catalog
        if service["type"] == "compute"
        for endpoint in service["endpoints"]
        if endpoint["interface"] == "public" and region in (None, endpoint["region"])
    ]
    if not found:
        raise SystemExit("the catalog has no public endpoint of a service of type compute")
    return found[0]
