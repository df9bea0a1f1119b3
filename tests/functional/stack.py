# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""All daemons of Nova Lite in this process: in-memory bus, SQLite, fake driver, fixture services around them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import webob
from keystoneauth1 import loading
from oslo_concurrency import lockutils

from nova_lite import cells, concurrency, policy, service
from nova_lite.api import app
from nova_lite.cells import CELL0_UUID
from nova_lite.compute import server as compute_server
from nova_lite.compute.host import ComputeHost
from nova_lite.conductor import server as conductor_server
from nova_lite.conf import CONF
from nova_lite.context import get_admin_context
from nova_lite.db.api import cell_mappings, flavors
from nova_lite.db.api.models import Base as ApiBase
from nova_lite.db.engine import DATABASES, api_database, cell_database
from nova_lite.db.main.models import Base as MainBase
from nova_lite.objects import store
from nova_lite.objects.database import DatabaseStore
from nova_lite.rpc import transport
from nova_lite.scheduler import server as scheduler_server
from nova_lite.virt.fake import FakeDriver
from tests import conformance
from tests.functional.fixtures.cloud import Cloud, cloud
from tests.functional.fixtures.keystone import Identity

__all__ = ["cloud", "stack"]

CELL1_UUID = "11111111-1111-1111-1111-111111111111"
WAIT_S = 20


class Stack:
    """A running Nova Lite with one compute host, and a client for its API."""

    def __init__(self, around: Cloud, folder: Path) -> None:
        self.cloud = around
        self.folder = folder
        self.driver: FakeDriver
        self.host: ComputeHost
        self._daemons: list[service.Daemon] = []
        self._app: Any = None

    def configure(self) -> None:
        """Options of all daemons."""
        for group, name, value in (
            (None, "transport_url", "fake://"),
            (None, "rpc_response_timeout", 10),
            (None, "long_rpc_timeout", 20),
            (None, "host", "host1"),
            (None, "compute_driver", "fake.FakeDriver"),
            (None, "state_path", str(self.folder)),
            (None, "periodic_enable", False),
            (None, "vif_plugging_timeout", 5),
            ("database", "connection", f"sqlite:///{self.folder}/cell1.sqlite"),
            ("api_database", "connection", f"sqlite:///{self.folder}/api.sqlite"),
            ("oslo_concurrency", "lock_path", str(self.folder / "locks")),
            ("oslo_messaging_notifications", "driver", ["noop"]),
        ):
            CONF.set_override(name, value, group)

        loading.register_auth_conf_options(CONF, "keystone_authtoken")
        CONF.register_opts(loading.get_auth_plugin_conf_options("password"), group="keystone_authtoken")
        options = {**self.cloud.options("keystone_authtoken"), "www_authenticate_uri": self.cloud.keystone.url}
        for name, value in {**options, "interface": "internal"}.items():
            CONF.set_override(name, value, "keystone_authtoken")

    def make_databases(self) -> None:
        """Tables, cells and a flavor."""
        lockutils.set_defaults(str(self.folder / "locks"))
        ApiBase.metadata.create_all(api_database().engine)
        cell0_url = f"sqlite:///{self.folder}/cell0.sqlite"
        for url in (None, cell0_url):
            MainBase.metadata.create_all(cell_database(url).engine)
        with api_database().writer() as session:
            cell_mappings.create(
                session, uuid=CELL0_UUID, name="cell0", transport_url="none:///", database_connection=cell0_url
            )
            cell_mappings.create(
                session,
                uuid=CELL1_UUID,
                name="cell1",
                transport_url="fake://",
                database_connection=CONF.database.connection,
            )
            flavors.create(
                session,
                {"flavorid": "1", "name": "m1.nano", "memory_mb": 128, "vcpus": 1, "root_gb": 1, "ephemeral_gb": 0},
            )

    def start(self) -> None:
        """Start conductor, scheduler, one compute and the API."""
        store.use(DatabaseStore())
        cells.reset()
        policy.reset()
        self._run(service.Identity("nova-conductor", "conductor", "controller"), conductor_server.parts)
        self._run(service.Identity("nova-scheduler", "scheduler", "controller"), scheduler_server.parts)
        self.driver = FakeDriver()
        self.host = compute_server.make_host(self.driver)
        self._run(service.Identity("nova-compute", "compute", "host1"), lambda: compute_server.assemble(self.host))
        cells.discover_hosts(get_admin_context())
        self._app = app.load()

    def restart_compute(self) -> None:
        """Stop nova-compute and start another on the same hypervisor."""
        self._daemons.pop().stop()
        self.host = compute_server.make_host(self.driver)
        self._run(service.Identity("nova-compute", "compute", "host1"), lambda: compute_server.assemble(self.host))

    def discover(self) -> None:
        """Map hosts that have no cell yet."""
        cells.discover_hosts(get_admin_context())

    def _run(self, identity: service.Identity, factory: Any) -> None:
        daemon = service.Daemon(identity, factory)
        daemon.start()
        self._daemons.append(daemon)

    def stop(self) -> None:
        """Stop everything, who asks before who answers; databases are forgotten."""
        for daemon in self._daemons:
            daemon.stop()
        transport.BUS.close()
        DATABASES.clear()
        cells.reset()

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        who: Identity | None = None,
        version: str | None = "2.104",
        **headers: str,
    ) -> webob.Response:
        """One request to the API, as the demo user if nobody is named."""
        request = webob.Request.blank(f"/v2.1{path}", method=method)
        request.headers["X-Auth-Token"] = self.cloud.keystone.token_of(who or self.cloud.demo)
        if version:
            request.headers["OpenStack-API-Version"] = f"compute {version}"
        for name, value in headers.items():
            request.headers[name.replace("_", "-")] = value
        if body is not None:
            request.content_type = "application/json"
            request.body = json.dumps(body).encode()
        return self.send(request)

    def send(self, request: webob.Request) -> webob.Response:
        """A request of any kind to the API."""
        return conformance.answer(request, self._app)

    def boot(self, name: str = "vm", **server: Any) -> str:
        """Ask for a server and return its id."""
        values = {"name": name, "flavorRef": "1", "imageRef": self.image, "networks": "none", **server}
        response = self.request("POST", "/servers", {"server": values})
        assert response.status_code == 202, response.text
        return str(response.json["server"]["id"])

    @property
    def image(self) -> str:
        """Id of a small image."""
        if not hasattr(self, "_image"):
            self._image = str(self.cloud.glance.add("cirros")["id"])
        return self._image

    def show(self, uuid: str, who: Identity | None = None) -> dict[str, Any]:
        """The server as the API shows it."""
        response = self.request("GET", f"/servers/{uuid}", who=who)
        assert response.status_code == 200, response.text
        shown: dict[str, Any] = response.json["server"]
        return shown

    def wait_for(self, uuid: str, status: str) -> dict[str, Any]:
        """Wait until the server has a status and no task."""
        found: dict[str, Any] = {}

        def reached() -> bool:
            found.update(self.show(uuid, self.cloud.admin))
            return found["status"] == status and found["OS-EXT-STS:task_state"] is None

        assert concurrency.wait_until(reached, WAIT_S, 0.05), found
        return found

    def wait_gone(self, uuid: str) -> None:
        """Wait until the API knows the server no more."""
        gone = concurrency.wait_until(lambda: self.request("GET", f"/servers/{uuid}").status_code == 404, WAIT_S, 0.05)
        assert gone, self.show(uuid)


@pytest.fixture
def stack(cloud: Cloud, tmp_path: Path) -> Iterator[Stack]:
    """A running stack."""
    made = Stack(cloud, tmp_path)
    made.configure()
    made.make_databases()
    made.start()
    yield made
    made.stop()
    CONF.reset()
