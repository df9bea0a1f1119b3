# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""GET /limits."""

from nova_lite.db.api import quotas
from nova_lite.db.engine import api_database
from tests.unit.api import cloud
from tests.unit.api.calls import PROJECT, Client, admin


def test_newest_version_shows_limits_and_use() -> None:
    with api_database().writer() as session:
        quotas.set_limits(session, {"cores": 5}, PROJECT)
    cloud.add_server("44444444-4444-4444-8444-444444444444", "host1", vcpus=2, memory_mb=64, vm_state="active")
    answer = Client().call("GET", "/limits", version="2.104").json["limits"]
    assert answer["rate"] == []
    assert answer["absolute"] == {
        "maxTotalInstances": 10,
        "maxTotalCores": 5,
        "maxTotalRAMSize": 51200,
        "maxTotalKeypairs": 100,
        "maxServerMeta": 128,
        "maxServerGroups": 10,
        "maxServerGroupMembers": 10,
        "totalInstancesUsed": 0,
        "totalCoresUsed": 0,
        "totalRAMUsed": 0,
        "totalServerGroupsUsed": 0,
    }
    other = admin().call("GET", "/limits?tenant_id=p").json["limits"]["absolute"]
    assert (other["totalInstancesUsed"], other["totalCoresUsed"], other["totalRAMUsed"]) == (1, 2, 64)


def test_old_versions_show_more() -> None:
    def keys(version: str) -> set[str]:
        return set(Client().call("GET", "/limits", version=version).json["limits"]["absolute"])

    assert keys("2.56") - keys("2.57") == {"maxPersonality", "maxPersonalitySize"}
    assert keys("2.38") - keys("2.39") == {"maxImageMeta"}
    assert len(keys("2.35") - keys("2.36")) == 5


def test_naming_a_project_is_for_administrators() -> None:
    assert Client().call("GET", "/limits?tenant_id=p").status_int == 403
    assert Client().call("GET", f"/limits?tenant_id={PROJECT}").status_int == 403
    assert Client().call("GET", "/limits").status_int == 200
    assert Client().call("GET", "/limits?x=1", version="2.75").status_int == 400
