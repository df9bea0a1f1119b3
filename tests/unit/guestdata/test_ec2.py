# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The EC2 tree."""

import pytest

from nova_lite.guestdata import ec2
from nova_lite.objects.block_device import BlockDevice
from tests.unit.guestdata.builders import a_guest


def test_latest_has_everything() -> None:
    tree = ec2.tree(a_guest(), "latest")
    assert tree is not None
    meta = tree["meta-data"]
    assert meta["instance-id"] == "i-00000007"
    assert meta["local-ipv4"] == "10.0.0.11"
    assert meta["public-ipv4"] == "172.24.4.9"
    assert meta["placement"] == {"availability-zone": "nova"}
    assert meta["public-keys"]["0"]["openssh-key"] == "ssh-rsa AAA"
    assert meta["ami-id"].startswith("ami-") and len(meta["ami-id"]) == 12
    assert tree["user-data"] == b"#!/bin/sh\n"


@pytest.mark.parametrize(
    ("version", "missing", "present"),
    [
        ("1.0", "local-hostname", "hostname"),
        ("2007-01-19", "instance-type", "public-ipv4"),
        ("2007-08-29", "block-device-mapping", "instance-type"),
        ("2007-12-15", "placement", "block-device-mapping"),
        ("2008-02-01", "instance-action", "placement"),
    ],
)
def test_versions_add_keys(version: str, missing: str, present: str) -> None:
    tree = ec2.tree(a_guest(), version)
    assert tree is not None
    assert missing not in tree["meta-data"] and present in tree["meta-data"]


def test_unknown_version() -> None:
    assert ec2.tree(a_guest(), "2030-01-01") is None


def test_block_devices_are_named() -> None:
    devices = (
        BlockDevice(source_type="image", boot_index=0, device_name="/dev/vda"),
        BlockDevice(source_type="blank", device_name="/dev/vdb"),
        BlockDevice(source_type="blank", guest_format="swap", device_name="/dev/vdc"),
        BlockDevice(source_type="volume", destination_type="volume", device_name="/dev/vdd"),
    )
    tree = ec2.tree(a_guest(block_devices=devices), "latest")
    assert tree is not None
    assert tree["meta-data"]["block-device-mapping"] == {
        "ami": "vda",
        "root": "/dev/vda",
        "ephemeral0": "/dev/vdb",
        "swap": "/dev/vdc",
        "ebs0": "/dev/vdd",
    }


def test_names_for_listings_are_stripped_for_the_config_drive() -> None:
    assert ec2.strip_names({"a": {ec2.NAME: "0=x", "b": 1}}) == {"a": {"b": 1}}
