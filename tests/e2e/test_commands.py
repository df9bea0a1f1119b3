# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Commands around servers: key pairs, flavors, services, hypervisors, zones, quotas."""

import uuid

import pytest

from tests.e2e.cli import Cli, Failed


def test_keypairs(cli: Cli) -> None:
    name = f"e2e-{uuid.uuid4().hex[:8]}"
    made = cli("keypair create", "--public-key", f"{cli.key}.pub", name)
    assert made["fingerprint"] == cli("keypair show", name)["fingerprint"]
    assert name in [row["Name"] for row in cli("keypair list")]
    cli.text("keypair delete", name)
    with pytest.raises(Failed, match="(?i)no keypair"):
        cli("keypair show", name)


def test_flavors(cli: Cli) -> None:
    name = f"e2e-{uuid.uuid4().hex[:8]}"
    sizes = ["--ram", "256", "--vcpus", "2", "--disk", "3", "--property", "hw:cpu_sockets=2"]
    cli("flavor create", *sizes, name)
    shown = cli("flavor show", name)
    assert (shown["ram"], shown["vcpus"], shown["disk"]) == (256, 2, 3)
    assert shown["properties"] == {"hw:cpu_sockets": "2"}
    assert name in [row["Name"] for row in cli("flavor list", "--all")]
    cli.text("flavor unset", "--property", "hw:cpu_sockets", name)
    assert cli("flavor show", name)["properties"] == {}
    cli.text("flavor delete", name)


def test_services(cli: Cli) -> None:
    rows = cli("compute service list")
    assert {"nova-conductor", "nova-scheduler", "nova-compute"} <= {row["Binary"] for row in rows}
    assert {row["State"] for row in rows} == {"up"}
    host = next(row["Host"] for row in rows if row["Binary"] == "nova-compute")
    cli.text("compute service set", "--disable", "--disable-reason", "e2e", host, "nova-compute")
    try:
        [row] = cli("compute service list", "--host", host, "--service", "nova-compute", "--long")
        assert (row["Status"], row["Disabled Reason"]) == ("disabled", "e2e")
    finally:
        cli.text("compute service set", "--enable", host, "nova-compute")


def test_hypervisors(cli: Cli) -> None:
    [row] = cli("hypervisor list")
    assert row["State"] == "up"
    shown = cli("hypervisor show", row["Hypervisor Hostname"])
    assert shown["hypervisor_type"] == "QEMU"


def test_zones_and_limits(cli: Cli) -> None:
    assert "nova" in [row["Zone Name"] for row in cli("availability zone list", "--compute")]
    limits = {row["Name"]: row["Value"] for row in cli("limits show", "--absolute")}
    assert int(limits["max_total_instances"]) > 0
