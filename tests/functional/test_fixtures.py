# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The fixture services are good enough for the libraries that will meet them."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import webob
from keystonemiddleware import auth_token
from oslo_config import cfg

from tests.functional.fixtures import nova_events
from tests.functional.fixtures.cloud import Cloud, cloud
from tests.functional.fixtures.http_service import Answer, Handle, HttpService, Request

__all__ = ["cloud"]


class ComputeApi(HttpService):
    """Notes what events arrive."""

    def __init__(self) -> None:
        self.arrived = threading.Event()
        super().__init__()

    def routes(self) -> list[tuple[str, str, Handle]]:
        return [("POST", "/v2.1/os-server-external-events", self._events)]

    def _events(self, request: Request) -> Answer:
        self.arrived.set()
        return Answer(200, request.body)


@pytest.fixture
def compute_api() -> Iterator[ComputeApi]:
    with ComputeApi() as running:
        yield running


def protected(cloud: Cloud, folder: Path) -> Callable[..., Any]:
    """An application behind keystonemiddleware that echoes who asks."""
    path = folder / "nova.conf"
    path.write_text(cloud.nova_conf())
    conf = cfg.ConfigOpts()
    conf(["--config-file", str(path)])

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        seen = {key: environ.get(f"HTTP_X_{key}") for key in ("PROJECT_ID", "USER_ID", "ROLES")}
        return webob.Response(json=seen)(environ, start_response)

    return auth_token.AuthProtocol(app, {"oslo_config_config": conf})


def ask(app: Callable[..., Any], token: str) -> webob.Response:
    return webob.Request.blank("/", headers={"X-Auth-Token": token}).get_response(app)


def test_tokens_pass_keystonemiddleware(cloud: Cloud, tmp_path: Path) -> None:
    app = protected(cloud, tmp_path)
    assert ask(app, cloud.keystone.token_of(cloud.demo)).json == {
        "PROJECT_ID": cloud.demo.project_id,
        "USER_ID": cloud.demo.user_id,
        "ROLES": "member,reader",
    }
    for bad in ("unknown", cloud.keystone.token_of(cloud.demo, lifetime_s=-5)):
        assert ask(app, bad).status_code == 401


def test_neutron_tells_the_compute_api_about_plugged_ports(cloud: Cloud, compute_api: ComputeApi) -> None:
    cloud.neutron.on_event = nova_events.sender(cloud, f"{compute_api.url}/v2.1")
    network = cloud.neutron.add_network("private", str(cloud.demo.project_id), ["10.0.0.0/24"])
    port = cloud.neutron.add_port(network, device_id="server", **{"binding:host_id": "host1"})
    assert port["status"] == "DOWN"
    assert compute_api.arrived.wait(10)
    assert port["status"] == "ACTIVE"
    (event,) = compute_api.requests[0].body["events"]
    assert (event["name"], event["server_uuid"], event["tag"]) == ("network-vif-plugged", "server", port["id"])


def test_failures_are_planned_and_requests_counted(cloud: Cloud) -> None:
    headers = {"X-Auth-Token": cloud.keystone.token_of(cloud.demo)}
    cloud.neutron.fail("GET", "/v2.0/ports", 503, times=1)
    url = f"{cloud.neutron.url}/v2.0/ports"
    codes = [requests.get(url, headers=headers, timeout=5).status_code for _ in range(2)]
    codes.append(requests.get(url, timeout=5).status_code)
    assert codes == [503, 200, 401]
    assert cloud.neutron.counts == {("GET", "/v2.0/ports"): 3}
    cloud.neutron.reset_counts()
    assert cloud.neutron.total() == 0
