# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Boots a first server as the demo user and tells what happened: address, console log, how long each part took."""

import os
import sys
import time
from pathlib import Path
from typing import Any

import openstack

NAME, KEY = "first", "first-key"
BOOT_S, LOGIN_S = 180, 90
RUNNING = 1
READY = "guest: login ready"


def boot(cloud: Any) -> Any:
    """The first server. One that is there already is kept: booted anew where its guest went down with the machine or
    with the stack, replaced where it failed.
    """
    found = cloud.compute.find_server(NAME)
    if found is None:
        return create(cloud)
    if found.status == "ERROR":
        print(f"server {found.id} of an earlier run failed; it makes room for another")
        cloud.compute.delete_server(found)
        cloud.compute.wait_for_delete(found, wait=BOOT_S)
        return create(cloud)
    if found.status != "BUILD" and found.power_state != RUNNING:
        print(f"server {found.id} of an earlier run does not run; it is booted")
        cloud.compute.reboot_server(found, "HARD")
    return cloud.compute.get_server(found)


def create(cloud: Any) -> Any:
    """Ask for the first server."""
    keypair(cloud)
    return cloud.compute.create_server(
        name=NAME,
        flavor_id=cloud.compute.find_flavor("m1.nano").id,
        image_id=cloud.image.find_image("nova-lite-guest").id,
        networks=[{"uuid": cloud.network.find_network("private").id}],
        key_name=KEY,
    )


def keypair(cloud: Any) -> None:
    """A key pair whose private half lies beside the openrc files."""
    path = Path(os.environ["DEST"]) / "first-key"
    if cloud.compute.find_keypair(KEY) is not None and path.exists():
        return
    cloud.compute.delete_keypair(KEY, ignore_missing=True)
    path.unlink(missing_ok=True)
    if os.spawnlp(os.P_WAIT, "ssh-keygen", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)):
        sys.exit("ssh-keygen failed")
    public = Path(f"{path}.pub").read_text().strip()
    cloud.compute.create_keypair(name=KEY, public_key=public)


def console_of(cloud: Any, server: Any) -> str:
    """The console log until the guest is ready, or as far as it got."""
    text, deadline = "", time.monotonic() + LOGIN_S
    while time.monotonic() < deadline and READY not in text:
        text = cloud.compute.get_server_console_output(server)["output"] or ""
        time.sleep(1)
    return text


def timeline(cloud: Any, server: Any, begun: float, active: float, ready: float) -> None:
    """Print how long things took."""
    print(f"  request to ACTIVE        {active - begun:6.1f} s")
    print(f"  ACTIVE to login          {ready - active:6.1f} s")
    for action in cloud.compute.server_actions(server):
        detail = cloud.compute.get_server_action(action.request_id, server)
        for event in detail.events or []:
            print(
                f"  {action.action}: {event['event']} {event['start_time']} .. {event['finish_time']} {event['result']}"
            )


def main() -> None:
    """Boot, wait, tell."""
    cloud = openstack.connect()
    begun = time.monotonic()
    server = cloud.compute.wait_for_server(boot(cloud), wait=BOOT_S)
    active = time.monotonic()
    addresses = [one["addr"] for listed in server.addresses.values() for one in listed]
    print(f"server {server.name} {server.id} is {server.status}, address {', '.join(addresses)}")
    text = console_of(cloud, server)
    ready = time.monotonic()
    print("console log:")
    print("\n".join(f"  | {line}" for line in text.splitlines() if line.startswith("guest:")))
    if READY not in text:
        sys.exit("the guest did not become ready; see the console log with: openstack console log show first")
    print("timeline:")
    timeline(cloud, server, begun, active, ready)
    print(
        f"log in with: ip netns exec $(ip netns | awk '/qrouter/ {{print $1; exit}}') "
        f"ssh -i {os.environ['DEST']}/first-key root@{addresses[0]}"
    )


if __name__ == "__main__":
    main()
