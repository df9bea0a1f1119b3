# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A nova-api of our own to measure: databases, fixture services around it, a process that serves, and servers in it.

Databases are those of the server that NOVA_LITE_TEST_MYSQL_URL names, else SQLite files. Tokens are checked against the
fixture Keystone and kept in memcached if there is one. Servers are written into the databases, not built.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from oslo_utils import uuidutils
from sqlalchemy import insert, make_url, select

from nova_lite.db.api.models import CellMapping, InstanceMapping, RequestSpec
from nova_lite.db.engine import Database
from nova_lite.db.main.models import Service
from nova_lite.objects.base import utcnow
from nova_lite.objects.database import insert_instances
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.instance import Instance
from tests.benchmarks.endpoint import Endpoint, headers
from tests.functional.fixtures.cloud import Cloud
from tests.functional.processes import services
from tests.functional.processes.harness import MAIN, Process, free_port

MYSQL = "NOVA_LITE_TEST_MYSQL_URL"
SCHEMA = (
    ("api_db", "sync"),
    ("cell_v2", "map_cell0", "--database_connection", "{cell0}"),
    ("cell_v2", "create_cell", "--name", "cell1"),
    ("db", "sync"),
)
HOSTS = 20
BATCH = 250
IMAGE_PROPERTIES = {
    "image_base_image_ref": "11111111-2222-3333-4444-555555555555",
    "image_container_format": "bare",
    "image_disk_format": "qcow2",
    "image_hw_machine_type": "q35",
    "image_hw_rng_model": "virtio",
    "image_min_disk": "1",
    "image_min_ram": "0",
    "image_os_distro": "cirros",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Servers to be there, whether each has a port, workers, and native threads instead of green ones."""

    servers: int = 1000
    ports: bool = False
    workers: int = 2
    native: bool = False


class Private:
    """nova-api and what it needs. `cold_start_s`: from its start to its first answer."""

    def __init__(self, cloud: Cloud, folder: Path, urls: dict[str, str], wanted: Wanted) -> None:
        self.cloud = cloud
        self.folder = folder
        self.urls = urls
        self.wanted = wanted
        self.port = free_port()
        self.process = Process("api", "api", folder, wanted.native)
        self.cold_start_s = 0.0

    def configure(self, memcached: str | None) -> None:
        """Write nova.conf and make the schemas and cells."""
        text = (
            f"[DEFAULT]\ntransport_url = rabbit://nobody:nothing@127.0.0.1:1/\nstate_path = {self.folder}\n"
            f"host = controller\nosapi_compute_listen = 127.0.0.1\nosapi_compute_listen_port = {self.port}\n"
            f"osapi_compute_workers = {self.wanted.workers}\n"
            f"[oslo_concurrency]\nlock_path = {self.folder}/locks\n[oslo_messaging_notifications]\ndriver = noop\n"
            f"[api_database]\nconnection = {self.urls['api']}\n[database]\nconnection = {self.urls['cell1']}\n"
        )
        text += self.cloud.nova_conf()
        if memcached:
            text += f"\nmemcached_servers = {memcached}\n"  # the last section is [keystone_authtoken]
        self.process.config.write_text(text)
        for arguments in SCHEMA:
            self._manage(*(word.format(**self.urls) for word in arguments))

    def _manage(self, *arguments: str) -> None:
        command = [sys.executable, "-c", MAIN.format(module="manage"), "--config-file", str(self.process.config)]
        done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"nova-manage {arguments}: {done.stdout}{done.stderr}")

    def start(self) -> None:
        """Start nova-api and wait for its first answer."""
        begin = time.monotonic()
        self.process.start()
        endpoint = Endpoint(f"http://127.0.0.1:{self.port}")
        while True:
            try:
                endpoint.get("/")
                break
            except OSError:
                if not self.process.alive():
                    raise RuntimeError(self.process.fresh_text()[-3000:]) from None
                time.sleep(0.01)
        self.cold_start_s = time.monotonic() - begin
        self.process.wait_for_text("serves 127.0.0.1", self.wanted.workers)

    def endpoint(self, version: str, admin: bool = True) -> Endpoint:
        """The API as an administrator or as an ordinary member of the project with the servers sees it."""
        who = self.cloud.admin if admin else replace(self.cloud.admin, roles=("member", "reader"))
        return Endpoint(f"http://127.0.0.1:{self.port}/v2.1", headers(self.cloud.keystone.token_of(who), version))

    def seed(self) -> None:
        """Write the servers and the services of their hosts, and a few flavors."""
        cell, api = Database(self.urls["cell1"]), Database(self.urls["api"], "api_database")
        with cell.writer() as session:
            session.execute(insert(Service), [_service(f"host{number}") for number in range(HOSTS)])
        with api.reader() as session:
            cell_id = session.scalars(select(CellMapping.id).where(CellMapping.name == "cell1")).one()
        project = str(self.cloud.admin.project_id)
        network = self.cloud.neutron.add_network("private", project, ["10.0.0.0/16"]) if self.wanted.ports else None
        for first in range(0, self.wanted.servers, BATCH):
            made = [self._server(number, network) for number in range(first, min(first + BATCH, self.wanted.servers))]
            with cell.writer() as session:
                insert_instances(session, made)
            mappings = [
                {"instance_uuid": one.uuid, "project_id": project, "user_id": one.user_id, "cell_id": cell_id}
                for one in made
            ]
            with api.writer() as session:
                session.execute(insert(InstanceMapping), mappings)
                session.execute(insert(RequestSpec), [{"instance_uuid": one.uuid, "spec": _spec(one)} for one in made])
        cell.dispose()
        api.dispose()

    def seed_flavors(self, endpoint: Endpoint) -> None:
        """Ten flavors, two of them with extra specs."""
        for number in range(10):
            values = {"name": f"m1.{number}", "ram": 512 * (number + 1), "vcpus": number + 1, "disk": number}
            flavor = endpoint.request("POST", "/flavors", {"flavor": values}).json()["flavor"]
            if number < 2:
                specs = {"extra_specs": {"hw:cpu_policy": "shared", "hw:mem_page_size": "small"}}
                endpoint.request("POST", f"/flavors/{flavor['id']}/os-extra_specs", specs)

    def _server(self, number: int, network: dict[str, Any] | None) -> Instance:
        who = self.cloud.admin
        uuid = uuidutils.generate_uuid()
        return Instance(
            uuid=uuid,
            created_at=utcnow(),
            updated_at=utcnow(),
            launched_at=utcnow(),
            user_id=who.user_id,
            project_id=who.project_id,
            image_ref=IMAGE_PROPERTIES["image_base_image_ref"],
            hostname=f"server-{number}",
            display_name=f"server-{number}",
            launch_index=0,
            power_state=1,
            vm_state="active",
            memory_mb=512,
            vcpus=1,
            root_gb=1,
            ephemeral_gb=0,
            host=f"host{number % HOSTS}",
            node=f"host{number % HOSTS}",
            instance_type_id=1,
            reservation_id=f"r-{number:08d}",
            availability_zone="nova",
            root_device_name="/dev/vda",
            config_drive="",
            auto_disk_config=False,
            progress=0,
            metadata={"role": "web", "number": str(number)},
            system_metadata=dict(IMAGE_PROPERTIES),
            security_groups=["default"],
            flavor=Flavor(
                id=1,
                flavorid="1",
                name="m1.tiny",
                memory_mb=512,
                vcpus=1,
                root_gb=1,
                extra_specs={"hw:cpu_policy": "shared"},
            ),
            network_info=[] if network is None else [self._vif(network, uuid, number)],
        )

    def _vif(self, network: dict[str, Any], server: str, number: int) -> dict[str, Any]:
        """A port in Neutron, and the entry of the network info cache that stands for it."""
        project, address = str(network["tenant_id"]), f"10.0.{number // 250}.{number % 250 + 3}"
        groups = [self.cloud.neutron.default_group(project)["id"]]
        port = {
            "id": uuidutils.generate_uuid(),
            "device_id": server,
            "tenant_id": project,
            "project_id": project,
            "network_id": network["id"],
            "security_groups": groups,
            "mac_address": f"fa:16:3e:00:{number // 256:02x}:{number % 256:02x}",
        }
        self.cloud.neutron.tables["ports"][port["id"]] = port
        address_row = {"address": address, "type": "fixed", "version": 4, "meta": {}, "floating_ips": []}
        subnet = {"cidr": "10.0.0.0/16", "dns": [], "gateway": None, "ips": [address_row], "routes": [], "version": 4}
        return {
            "id": port["id"],
            "address": port["mac_address"],
            "network": {"id": network["id"], "bridge": "br-int", "label": "private", "subnets": [subnet], "meta": {}},
            "type": "ovs",
            "details": {"port_filter": True},
            "devname": f"tap{port['id'][:11]}",
            "vnic_type": "normal",
            "profile": {},
            "active": True,
            "meta": {},
        }


def _service(host: str) -> dict[str, Any]:
    return {
        "uuid": uuidutils.generate_uuid(),
        "host": host,
        "binary": "nova-compute",
        "topic": "compute",
        "report_count": 1,
        "disabled": False,
        "forced_down": False,
        "version": 68,
        "last_seen_up": utcnow(),
    }


def _spec(server: Instance) -> str:
    """A request spec with as much in it as is usual."""
    data = {
        "num_instances": 1,
        "project_id": server.project_id,
        "user_id": server.user_id,
        "availability_zone": None,
        "scheduler_hints": {"same_host": ["11111111-2222-3333-4444-555555555555"]},
        "flavor": server.flavor.to_primitive() if server.flavor else None,
        "image": IMAGE_PROPERTIES,
        "security_groups": ["default"],
    }
    return json.dumps({"nova_object.name": "RequestSpec", "nova_object.version": "1.0", "nova_object.data": data})


@contextmanager
def _databases(folder: Path) -> Iterator[dict[str, str]]:
    if not os.environ.get(MYSQL):
        yield {noun: f"sqlite:///{folder}/{noun}.sqlite" for noun in services.NOUNS}
        return
    with services.databases("mysql") as (admin, names):
        url = make_url(admin)
        yield {noun: url.set(database=name).render_as_string(hide_password=False) for noun, name in names.items()}


@contextmanager
def _memcached() -> Iterator[str | None]:
    """A memcached of our own; None where it is not installed."""
    program = shutil.which("memcached")
    if program is None:
        yield None
        return
    port = free_port()
    command = [program, "-u", "nobody", "-l", "127.0.0.1", "-p", str(port), "-U", "0", "-m", "64"]
    process = subprocess.Popen(command)
    try:
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def running(wanted: Wanted) -> Iterator[Private]:
    """A nova-api with servers in its databases; everything is gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nova-lite-benchmark-")))
        cloud = stack.enter_context(Cloud())
        urls = stack.enter_context(_databases(folder))
        private = Private(cloud, folder, urls, wanted)
        private.configure(stack.enter_context(_memcached()))
        private.seed()
        stack.callback(private.process.end)
        private.start()
        private.seed_flavors(private.endpoint("2.95"))
        yield private
