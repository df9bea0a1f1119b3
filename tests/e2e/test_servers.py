# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The life of a real guest, by the commands a user types."""

from tests.e2e.cli import Cli, until
from tests.e2e.conftest import Creator


def test_life_of_a_guest(cli: Cli, create: Creator) -> None:
    name = create()
    shown = cli("server show", name)
    uuid, address = shown["id"], cli.address(name)
    assert shown["status"] == "ACTIVE"
    assert (uuid, "ACTIVE") in [(row["ID"], row["Status"]) for row in cli("server list")]

    text = cli.console(name)
    assert f"guest: address {address}/" in text
    assert f"guest: metadata from metadata-service uuid={uuid}" in text
    assert "guest: ssh key installed" in text
    until(lambda: cli.ping(address), f"{address} does not answer")
    boot = cli.boot_id(address)

    cli.text("server reboot", "--soft", "--wait", name)
    boot = cli.boot_id(address, other_than=boot)
    cli.text("server reboot", "--hard", "--wait", name)
    boot = cli.boot_id(address, other_than=boot)

    cli.text("server stop", name)
    until(lambda: cli("server show", name)["status"] == "SHUTOFF", f"{name} does not stop")
    assert not cli.ping(address)
    cli.text("server start", name)
    until(lambda: cli("server show", name)["status"] == "ACTIVE", f"{name} does not start")
    cli.boot_id(address, other_than=boot)

    url = cli("console url show", name)
    assert url["type"] == "novnc"
    assert "token" in url["url"]

    events = [row["Action"] for row in cli("server event list", name)]
    assert sorted(events) == ["create", "reboot", "reboot", "start", "stop"]
    cli.text("server delete", "--wait", name)
    left = cli.traces(uuid)
    assert not any(left.values()), left


def test_a_config_drive_is_read(cli: Cli, create: Creator) -> None:
    name = create("--config-drive", "True", "--property", "color=green")
    uuid = cli("server show", name)["id"]
    assert f"guest: metadata from config-drive uuid={uuid}" in cli.console(name)
    assert "green" in cli.ssh(cli.address(name), "cat /mnt/openstack/latest/meta_data.json")
