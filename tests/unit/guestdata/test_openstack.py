# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The OpenStack tree."""

import datetime
import json

from nova_lite.guestdata import openstack
from nova_lite.guestdata.model import from_instance
from nova_lite.objects.device_metadata import DeviceMetadata
from tests.unit.guestdata.builders import a_guest, an_instance


def test_versions_of_the_future_are_not_listed() -> None:
    assert openstack.versions(datetime.date(2016, 7, 1)) == [
        "2012-08-10",
        "2013-04-04",
        "2013-10-17",
        "2015-10-15",
        "2016-06-30",
        "latest",
    ]


def test_files_by_version() -> None:
    assert openstack.listing(a_guest(), "2012-08-10") == ["meta_data.json", "user_data"]
    assert openstack.listing(a_guest(), "latest") == [name for name, _ in openstack.FILES]


def test_meta_data_grows_with_versions() -> None:
    old = json.loads(openstack.meta_data(a_guest(), "2012-08-10"))
    assert old["keys"] == [{"name": "mine", "type": "ssh", "data": "ssh-rsa AAA"}]
    assert (old["uuid"], old["name"], old["hostname"], old["launch_index"]) == ("uuid-1", "my vm", "vm.novalocal", 2)
    assert old["meta"] == {"role": "web"}
    assert "random_seed" not in old and "project_id" not in old and "devices" not in old
    new = json.loads(openstack.meta_data(a_guest(dedicated_cpus=(3, 1)), "latest"))
    assert new["project_id"] == "project" and new["dedicated_cpus"] == [1, 3] and new["devices"] == []


def test_every_seed_is_new() -> None:
    first, second = (json.loads(openstack.meta_data(a_guest(), "latest"))["random_seed"] for _ in range(2))
    assert first != second


def test_device_fields_by_version() -> None:
    nic = DeviceMetadata(kind="nic", bus="pci", address="0000:00:02.0", mac="m", vlan=5, vf_trusted=True)
    share = DeviceMetadata(kind="share", share_id="s", tags=["t"])
    guest = from_instance(an_instance(device_metadata=[nic, share]))
    shown = {"type": "nic", "bus": "pci", "address": "0000:00:02.0", "mac": "m", "tags": []}

    def devices(version: str) -> list[dict[str, object]]:
        return list(json.loads(openstack.meta_data(guest, version))["devices"])

    assert "devices" not in json.loads(openstack.meta_data(guest, "2015-10-15"))
    assert devices("2016-06-30") == [shown]
    assert devices("2017-02-22") == [{**shown, "vlan": 5}]
    assert devices("2018-08-27") == [{**shown, "vlan": 5, "vf_trusted": True}]
    assert [device["type"] for device in devices("latest")] == ["nic", "share"]


def test_admin_password_and_files_only_when_given() -> None:
    body = json.loads(openstack.meta_data(a_guest(admin_pass="s3", files={"/etc/x": b"1"}), "latest"))
    assert body["admin_pass"] == "s3"
    assert body["files"] == [{"path": "/etc/x", "content_path": "/content/0000"}]


def test_documents() -> None:
    guest = a_guest(vendor={"a": 1}, vendor2={"static": {}})
    assert openstack.document(guest, "latest", "user_data") == b"#!/bin/sh\n"
    assert openstack.document(guest, "latest", "vendor_data.json") == b'{"a": 1}'
    assert openstack.document(guest, "2012-08-10", "vendor_data.json") is None
    assert openstack.document(guest, "1999-01-01", "meta_data.json") is None
    assert openstack.document(guest, "latest", "nothing") is None
    assert json.loads(openstack.document(guest, "latest", "network_data.json") or b"")["links"][0]["id"] == "tap1"
