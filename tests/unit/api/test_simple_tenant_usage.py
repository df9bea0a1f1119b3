# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-simple-tenant-usage."""

import datetime

import pytest

from nova_lite.objects.base import utcnow
from tests.unit.api import cloud
from tests.unit.api.calls import PROJECT, Client, admin

ALL = "/os-simple-tenant-usage"
HOUR = datetime.timedelta(hours=1)
UUIDS = [f"44444444-4444-4444-8444-44444444444{number}" for number in range(3)]


@pytest.fixture
def begun() -> datetime.datetime:
    """Three servers that have run for two hours."""
    begun = utcnow() - 2 * HOUR
    for uuid in UUIDS:
        facts = {"vcpus": 2, "memory_mb": 64, "root_gb": 1, "ephemeral_gb": 1, "display_name": "vm"}
        cloud.add_server(uuid, "host1", launched_at=begun, vm_state="active", **facts)
    return begun


def span(begun: datetime.datetime) -> str:
    return f"start={begun.isoformat()}&end={(begun + HOUR).isoformat()}.000000"


def test_sums_of_projects(begun: datetime.datetime) -> None:
    (found,) = admin().call("GET", f"{ALL}?{span(begun)}").json["tenant_usages"]
    assert found == {
        "tenant_id": "p",
        "start": f"{begun.isoformat()}.000000",
        "stop": f"{(begun + HOUR).isoformat()}.000000",
        "total_hours": 3.0,
        "total_vcpus_usage": 6.0,
        "total_memory_mb_usage": 192.0,
        "total_local_gb_usage": 6.0,
    }


def test_detail_of_one_project(begun: datetime.datetime) -> None:
    found = admin().call("GET", f"{ALL}/p?{span(begun)}").json["tenant_usage"]
    first = found["server_usages"][0]
    assert {key: first[key] for key in ("instance_id", "hours", "flavor", "state", "uptime", "ended_at", "name")} == {
        "instance_id": UUIDS[0],
        "hours": 1.0,
        "flavor": "",
        "state": "active",
        "uptime": 3600,
        "ended_at": None,
        "name": "vm",
    }
    detailed = admin().call("GET", f"{ALL}?detailed=1&{span(begun)}").json["tenant_usages"][0]
    assert detailed["server_usages"] == found["server_usages"]
    assert Client().call("GET", f"{ALL}/{PROJECT}").json == {"tenant_usage": {}}


def test_pages_from_2_40(begun: datetime.datetime) -> None:
    first = admin().call("GET", f"{ALL}/p?limit=2&{span(begun)}", version="2.40").json
    assert len(first["tenant_usage"]["server_usages"]) == 2
    (link,) = first["tenant_usage_links"]
    assert link["rel"] == "next" and f"marker={UUIDS[1]}" in link["href"]
    rest = admin().call("GET", f"{ALL}?limit=2&marker={UUIDS[1]}&detailed=1&{span(begun)}", version="2.40").json
    assert [one["instance_id"] for one in rest["tenant_usages"][0]["server_usages"]] == UUIDS[2:]
    assert "tenant_usages_links" not in rest
    assert admin().call("GET", f"{ALL}?marker=unknown", version="2.40").status_int == 400
    assert "tenant_usages_links" not in admin().call("GET", f"{ALL}?limit=1&{span(begun)}").json


@pytest.mark.parametrize(
    "query", ["start=yesterday", "start=2026-01-02T00:00:00&end=2026-01-01T00:00:00", "end=2026-13-01T00:00:00"]
)
def test_bad_periods(query: str) -> None:
    assert admin().call("GET", f"{ALL}?{query}").status_int == 400


def test_blank_form_and_future_end(begun: datetime.datetime) -> None:
    query = f"start={begun.isoformat(sep=' ')}.000000&end=2999-01-01T00:00:00"
    found = admin().call("GET", f"{ALL}/p?{query.replace(' ', '%20')}").json["tenant_usage"]
    assert found["stop"] < "2999"


def test_who_may() -> None:
    assert Client().call("GET", ALL).status_int == 403
    assert Client().call("GET", f"{ALL}/other").status_int == 403
    assert admin().call("GET", f"{ALL}?x=1", version="2.75").status_int == 400
