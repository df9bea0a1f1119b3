# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""placement explain: the dry run."""

from pathlib import Path
from typing import Any

import pytest

from nova_lite import cells, exception
from nova_lite.cmd.manage import placement_explain
from nova_lite.context import get_admin_context
from nova_lite.db.api import flavors
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main import services
from nova_lite.db.model_base import utcnow
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.placement.model import (
    AllocationCandidate,
    CandidateRequest,
    Candidates,
    Inventory,
    Provider,
    ProviderSummary,
)
from nova_lite.scheduler import offers
from tests.unit.cmd.manage.conftest import Call
from tests.unit.db import rows


class Hosts:
    """Compute hosts; those in `offered` fit as far as Placement knows, the others have one CPU."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.offered: list[str] = []
        self.asked: list[CandidateRequest] = []
        monkeypatch.setattr(offers.placement, "allocation_candidates", self._candidates)
        monkeypatch.setattr(placement_explain, "Providers", lambda: self)

    def add(self, host: str, offered: bool = True, **service: Any) -> str:
        with cell_database().writer() as session:
            uuid = rows.node(session, host, free_ram_mb=4096, free_disk_gb=50)
            row = services.create(session, host, "nova-compute", "compute", version=73)
            services.save(session, row.id, {"last_seen_up": utcnow(), **service})
        if offered:
            self.offered.append(uuid)
        return uuid

    def _candidates(self, context: object, asked: CandidateRequest) -> Candidates:
        self.asked.append(asked)
        return Candidates(
            tuple(AllocationCandidate({uuid: {"VCPU": 2}}) for uuid in self.offered),
            {uuid: ProviderSummary(uuid, uuid) for uuid in self.offered},
        )

    def tree(self, context: object, uuid: str) -> list[Provider]:
        return [Provider(uuid, uuid, 1, uuid)]

    def inventories(self, context: object, uuid: str) -> dict[str, Inventory]:
        return dict.fromkeys(("VCPU", "MEMORY_MB", "DISK_GB"), Inventory(total=1 << 20)) | {"VCPU": Inventory(total=1)}

    def usages(self, context: object, uuid: str) -> dict[str, int]:
        return {}

    def traits(self, context: object, uuid: str) -> frozenset[str]:
        return frozenset({"OWNER_NOVA"})

    def aggregates(self, context: object, uuid: str) -> frozenset[str]:
        return frozenset()


@pytest.fixture
def hosts(cloud: Path, monkeypatch: pytest.MonkeyPatch) -> Hosts:
    values = {"flavorid": "42", "name": "m1.pair", "memory_mb": 512, "vcpus": 2, "root_gb": 1, "ephemeral_gb": 0}
    with api_database().writer() as session:
        flavors.create(session, values)
    return Hosts(monkeypatch)


def test_each_host_with_its_obstacle_and_the_one_chosen(
    hosts: Hosts, call: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    hosts.add("good")
    hosts.add("off", disabled=True, disabled_reason="disk swap")
    hosts.add("full", offered=False)
    assert call("placement explain --flavor m1.pair") == 0
    out = capsys.readouterr().out
    assert "It offers 2 of 3 compute nodes." in out and "VCPU:2" in out
    assert "| full | placement     | VCPU: 2 wanted, 1 free of 1    |" in out
    assert "| off  | ComputeFilter | service is disabled: disk swap |" in out
    assert "| 1     | good | good.example | 0.0000 |" in out
    assert "Server 1 of 1 would go to good (node good.example)." in out


def test_several_servers_with_those_before_in_mind(
    hosts: Hosts, call: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    hosts.add("a")
    hosts.add("b")
    assert call("placement explain --flavor 42 --count 2") == 0
    out = capsys.readouterr().out
    assert "Server 1 of 2 would go to a" in out and "Server 2 of 2 would go to b" in out


def test_no_host_ends_with_code_1(hosts: Hosts, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3):
        hosts.add(f"full{number}", offered=False)
    assert call("placement explain --flavor 42 --max-hosts 2") == 1
    out = capsys.readouterr().out
    assert out.count("VCPU: 2 wanted") == 2 and "1 more that Placement does not offer" in out
    assert "No host for server 1 of 1: no host was offered by placement" in out
    assert call("placement explain --flavor 42 --host nowhere") == 1
    assert "No such host - host: nowhere" in capsys.readouterr().out


def test_the_request_is_that_of_the_arguments(
    hosts: Hosts, call: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hosts.add("a")
    image = ImageMeta(id="i", properties={"hw_architecture": "s390x"})
    monkeypatch.setattr(placement_explain.images, "show", lambda context, uuid: image)
    assert call("placement explain --flavor 42 --boot-from-volume --hint query=[] --availability-zone z9") == 0
    (asked,) = hosts.asked
    assert "DISK_GB" not in asked.group.resources and asked.group.member_of
    assert call("placement explain --flavor 42 --image i") == 1
    assert "the host supports no guest of s390x" in capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    ["--flavor none", "--flavor 42 --group 5f0c4a5e-0000-4000-8000-000000000000", "--flavor 42 --hint x"],
)
def test_unknown_things_end_with_code_2(
    hosts: Hosts, call: Call, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(f"placement explain {line}") == 2
    assert call("placement explain --flavor 42 --count 0") == 2
    assert capsys.readouterr().out


def test_an_image_that_is_unknown(hosts: Hosts, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def show(context: object, uuid: str) -> ImageMeta:
        raise exception.ImageNotFound(image_id=uuid)

    monkeypatch.setattr(placement_explain.images, "show", show)
    assert call("placement explain --flavor 42 --image i") == 2


def test_nodes_of_all_cells(hosts: Hosts) -> None:
    uuid = hosts.add("a")
    assert cells.gather(get_admin_context(), placement_explain._nodes) == [(uuid, "a")]
