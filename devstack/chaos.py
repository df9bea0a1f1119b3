# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Makes and deletes servers with real guests while daemons, broker, database and guests are killed, stopped and paused.

    source /opt/nova-lite/openrc
    /opt/nova-lite/venv/clients/bin/python devstack/chaos.py SECONDS [SEED]

On demand, as root, on the stack of stack.sh; the same seed gives the same order of faults. When the time is over all is
repaired, every server must come to its end, and what is left is counted: in libvirt, in folders, Placement and Neutron.
Exits with 1 when something is stuck, leaked or lost. All servers of the project are deleted at the end.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import keystoneauth1.exceptions
import openstack
import openstack.exceptions

DEST = Path(os.environ.get("DEST", "/opt/nova-lite"))
LIB = Path(__file__).resolve().parent / "lib"
DAEMONS = ("nova-compute", "nova-conductor", "nova-scheduler", "nova-api")
CLIENTS = 3
FINAL = ("ACTIVE", "ERROR", "SHUTOFF")
REPAIR_S = 420
CAUGHT_UP_S = 60
PREFIX = "chaos"
AWAY = (openstack.exceptions.SDKException, keystoneauth1.exceptions.ClientException)


def say(text: str) -> None:
    """One line with the time."""
    print(time.strftime("%H:%M:%S"), text, flush=True)


def shell(command: str) -> str:
    """Run something with the functions of devstack/lib."""
    parts = " ".join(f"source {LIB}/{part}.sh;" for part in ("common", "packages", "infra", "services", "nova"))
    done = subprocess.run(["bash", "-c", f"{parts} {command}"], capture_output=True, text=True, check=False)
    return done.stdout


def connect() -> Any:
    """The cloud as the administrator sees it, with room for many servers."""
    return openstack.connect(compute_api_version="2.95")


class Faults:
    """What breaks, and how it is mended. Every fault ends with the thing working again."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)
        self.done: Counter[str] = Counter()

    def one(self) -> None:
        """After a while break something, wait, mend it."""
        time.sleep(self._random.uniform(2, 10))
        kinds = (self.killed, self.killed, self.stopped, self.paused, self.broker, self.database, self.guest)
        kind = self._random.choice(kinds)
        kind()
        self.done[kind.__name__] += 1

    def _daemon(self) -> str:
        return self._random.choice(DAEMONS)

    @staticmethod
    def _group(name: str, number: int) -> None:
        os.killpg(int((DEST / "run" / f"{name}.pid").read_text()), number)

    def killed(self) -> None:
        """A daemon and its workers die at once."""
        name, seconds = self._daemon(), self._random.uniform(1, 20)
        say(f"kill {name} for {seconds:.0f} s")
        self._group(name, signal.SIGKILL)
        time.sleep(seconds)
        shell("start_nova")

    def stopped(self) -> None:
        """A daemon is told to stop."""
        name, seconds = self._daemon(), self._random.uniform(1, 10)
        say(f"stop {name} for {seconds:.0f} s")
        shell(f"stop_daemon {name} 60")
        time.sleep(seconds)
        shell("start_nova")

    def paused(self) -> None:
        """A daemon stands still, sometimes for longer than it counts as alive."""
        name, seconds = self._daemon(), self._random.choice((self._random.uniform(2, 15), self._random.uniform(62, 75)))
        say(f"pause {name} for {seconds:.0f} s")
        self._group(name, signal.SIGSTOP)
        time.sleep(seconds)
        self._group(name, signal.SIGCONT)

    def broker(self) -> None:
        """RabbitMQ goes and comes back."""
        self._server("rabbitmq")

    def database(self) -> None:
        """MariaDB goes and comes back, for Nova Lite and for the services around it."""
        self._server("mariadb")

    def _server(self, name: str) -> None:
        if self._random.random() < 0.5:
            say(f"restart {name}")
            shell(f"stop_daemon {name} 40")
        else:
            say(f"kill {name}")
            self._group(name, signal.SIGKILL)
            time.sleep(1)
        shell(f"start_{name}")

    def guest(self) -> None:
        """QEMU of a guest dies."""
        running = [name for name in domains() if name.startswith("instance-")]
        if not running:
            return
        name = self._random.choice(sorted(running))
        found = subprocess.run(["pgrep", "-f", f"guest={name},"], capture_output=True, text=True, check=False)
        say(f"kill the guest {name}")
        for pid in found.stdout.split()[:1]:
            os.kill(int(pid), signal.SIGKILL)


class Clients:
    """People who make and delete servers all the time."""

    def __init__(self, seed: str) -> None:
        self.over = threading.Event()
        self.counts: Counter[str] = Counter()
        cloud = connect()
        self._image = cloud.image.find_image("nova-lite-guest").id
        self._flavor = cloud.compute.find_flavor("m1.nano").id
        self._network = cloud.network.find_network("private").id
        project = cloud.current_project_id
        cloud.compute.update_quota_set(project, instances=-1, cores=-1, ram=-1)
        cloud.network.update_quota(project, ports=-1)
        self._threads = [threading.Thread(target=self._work, args=(f"{seed}-{number}",)) for number in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def _work(self, seed: str) -> None:
        chance, cloud, mine = random.Random(seed), connect(), []
        while not self.over.is_set():
            try:
                if len(mine) < chance.randrange(3):
                    mine.append(self._create(cloud).id)
                elif mine:
                    cloud.compute.delete_server(mine.pop(chance.randrange(len(mine))))
                    self.counts["deletes"] += 1
            except AWAY as error:
                self.counts[f"refused {getattr(error, 'status_code', None) or type(error).__name__}"] += 1
            self.over.wait(chance.uniform(0.5, 6))

    def _create(self, cloud: Any) -> Any:
        self.counts["creates"] += 1
        return cloud.compute.create_server(
            name=f"{PREFIX}-{time.monotonic_ns()}",
            image_id=self._image,
            flavor_id=self._flavor,
            networks=[{"uuid": self._network}],
        )

    def stop(self) -> None:
        """Nobody asks for anything any more."""
        self.over.set()
        for thread in self._threads:
            thread.join()


def domains() -> set[str]:
    """Names of all domains that libvirt knows."""
    listed = subprocess.run(
        ["virsh", "-c", "qemu:///system", "list", "--all", "--name"], capture_output=True, text=True, check=True
    )
    return set(listed.stdout.split())


def servers(cloud: Any) -> list[Any]:
    """All servers of all projects."""
    return list(cloud.compute.servers(all_projects=True))


def leftovers(cloud: Any) -> list[str]:
    """What libvirt, the disk, Placement and Neutron hold for servers that do not exist, or lack for those that do."""
    rows = {one.id: one for one in servers(cloud)}
    placed = {uuid for uuid, one in rows.items() if one.hypervisor_hostname and one.status != "ERROR"}
    names = {rows[uuid].instance_name for uuid in placed}
    found = [f"domain {name} has no server" for name in domains() - {one.instance_name for one in rows.values()}]
    found += [f"server {name} has no domain" for name in names - domains()]
    folders = {one.name for one in (DEST / "data/nova/instances").iterdir() if len(one.name) == 36}
    found += [f"folder {name} has no server" for name in folders - rows.keys()]
    held: set[str] = set()
    for provider in cloud.placement.get("/resource_providers").json()["resource_providers"]:
        held |= cloud.placement.get(f"/resource_providers/{provider['uuid']}/allocations").json()["allocations"].keys()
    found += [f"claim of {uuid} has no server" for uuid in held - rows.keys()]
    found += [f"server {uuid} has no claim" for uuid in placed - held]
    ports = [one for one in cloud.network.ports() if (one.device_owner or "").startswith("compute:")]
    found += [f"port {one.id} is of {one.device_id}, which is gone" for one in ports if one.device_id not in rows]
    by_server = Counter(one.device_id for one in ports)
    found += [f"server {uuid} has {by_server[uuid]} ports" for uuid in placed if by_server[uuid] != 1]
    return found


def settle(cloud: Any) -> bool:
    """Wait until every server is final; say how long that took, and which are not."""
    begun, waiting = time.monotonic(), ["?"]
    while waiting and time.monotonic() - begun < REPAIR_S:
        time.sleep(0.5)
        rows = [one for one in servers(cloud) if one.task_state or one.status not in FINAL]
        waiting = [f"{one.id} {one.status} {one.task_state}" for one in rows]
    say(f"all final {time.monotonic() - begun:.1f} s after repair" if not waiting else f"STUCK: {waiting}")
    for one in servers(cloud):
        if one.status == "ERROR":
            say(f"error: {one.id}: {(cloud.compute.get_server(one.id).fault or {}).get('message')}")
    return not waiting


def counted(cloud: Any, when: str) -> bool:
    """Say what is left; leftovers that go within a minute are none."""
    end = time.monotonic() + CAUGHT_UP_S
    while (found := leftovers(cloud)) and time.monotonic() < end:
        time.sleep(2)
    say(f"{when}: {len(servers(cloud))} servers; " + ("; ".join(found) or "nothing leaked or lost"))
    return not found


def main() -> None:
    """The program."""
    seconds, seed = (
        float(sys.argv[1]),
        sys.argv[2] if len(sys.argv) > 2 else str(random.SystemRandom().randrange(10**6)),
    )
    say(f"seed {seed}")
    faults, clients, end = Faults(seed), Clients(seed), time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            faults.one()
    finally:
        clients.stop()
        shell("start_rabbitmq; start_mariadb; start_nova")
    say(f"faults {dict(faults.done)}; asked {dict(clients.counts)}")
    cloud = connect()
    good = settle(cloud)
    good = counted(cloud, "after the faults") and good
    for one in servers(cloud):
        if one.name.startswith(PREFIX):
            cloud.compute.delete_server(one.id)
    good = settle(cloud) and good
    good = counted(cloud, "after deleting all") and good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
