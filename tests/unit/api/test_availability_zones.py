# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-availability-zone over HTTP."""

import pytest

from tests.unit.api import cloud
from tests.unit.api.calls import Client, admin


@pytest.fixture(autouse=True)
def rows() -> None:
    cloud.add_service(1, "conductor1", "nova-conductor")
    cloud.add_service(2, "host1")
    cloud.add_service(3, "host2", up=False)
    cloud.add_service(4, "host3", disabled=True)
    cloud.add_aggregate("a", ["host2"], availability_zone="west")
    cloud.add_aggregate("b", ["host3"], availability_zone="east")


def test_everybody_sees_zones_without_hosts() -> None:
    assert Client().call("GET", "/os-availability-zone").json == {
        "availabilityZoneInfo": [
            {"zoneName": "nova", "zoneState": {"available": True}, "hosts": None},
            {"zoneName": "west", "zoneState": {"available": True}, "hosts": None},
            {"zoneName": "east", "zoneState": {"available": False}, "hosts": None},
        ]
    }


def test_administrators_see_hosts_of_available_zones() -> None:
    found = admin().call("GET", "/os-availability-zone/detail").json["availabilityZoneInfo"]
    assert {zone["zoneName"]: zone["hosts"] for zone in found} == {
        "internal": {"conductor1": {"nova-conductor": {"active": True, "available": True, "updated_at": None}}},
        "nova": {"host1": {"nova-compute": {"active": True, "available": True, "updated_at": None}}},
        "west": {"host2": {"nova-compute": {"active": True, "available": False, "updated_at": None}}},
        "east": None,
    }


def test_detail_is_for_administrators() -> None:
    assert Client().call("GET", "/os-availability-zone/detail").status_int == 403
