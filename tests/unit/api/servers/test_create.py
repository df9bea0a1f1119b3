# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""POST /servers: bodies into what is wanted."""

from typing import Any

import pytest

from nova_lite.api.servers import create
from nova_lite.db.api import flavors
from nova_lite.db.engine import api_database
from nova_lite.operations.create import Created, Wanted
from tests.unit.api.calls import Client, admin
from tests.unit.control_plane import Plane

UUID = "00000000-0000-4000-8000-000000000001"
IMAGE = "00000000-0000-4000-8000-0000000000aa"
NET = "00000000-0000-4000-8000-0000000000bb"


@pytest.fixture
def asked(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> list[Wanted]:
    """A flavor, and the operation replaced by a recorder."""
    with api_database().writer() as session:
        for number, public in (("1", True), ("2", False)):
            values = {"flavorid": number, "name": f"f{number}", "memory_mb": 1, "vcpus": 1, "root_gb": 1}
            flavors.create(session, {**values, "ephemeral_gb": 0, "is_public": public})
    found: list[Wanted] = []

    def record(context: object, wanted: Wanted) -> Created:
        found.append(wanted)
        return Created([UUID], "r-12345678")

    monkeypatch.setattr(create.operation, "create", record)
    return found


def post(client: Client, version: str | None = None, top: dict[str, Any] | None = None, **server: Any) -> Any:
    body = {"server": {"name": "vm", "flavorRef": "1", "imageRef": IMAGE, **server}, **(top or {})}
    return client.call("POST", "/servers", body, version)


def test_the_answer(asked: list[Wanted], client: Client) -> None:
    answer = post(client)
    assert answer.status_code == 202 and answer.headers["Location"].endswith(f"/v2.1/servers/{UUID}")
    shown = answer.json["server"]
    assert (shown["id"], shown["OS-DCF:diskConfig"], shown["security_groups"]) == (
        UUID,
        "MANUAL",
        [{"name": "default"}],
    )
    assert len(shown["adminPass"]) == 12
    assert post(client, return_reservation_id=True).json == {"reservation_id": "r-12345678"}


def test_description_follows_the_name_before_2_19(asked: list[Wanted], client: Client) -> None:
    post(client, "2.18")
    post(client, "2.19")
    assert [one.description for one in asked] == ["vm", None]


def test_networks(asked: list[Wanted], client: Client) -> None:
    post(client, "2.37", networks="none")
    post(client, "2.37", networks="auto")
    post(client, "2.42", networks=[{"uuid": NET, "fixed_ip": "10.0.0.5", "tag": "t"}, {"port": UUID}])
    assert asked[0].networks[0].no_allocate and asked[1].networks[0].auto_allocate
    first, second = asked[2].networks
    assert (first.network_id, first.address, first.tag, second.port_id) == (NET, "10.0.0.5", "t", UUID)


DISK = {"source_type": "image", "uuid": UUID, "boot_index": 0, "destination_type": "local"}


@pytest.mark.parametrize(
    ("version", "server"),
    [
        ("2.37", {}),
        ("2.1", {"networks": "auto"}),
        ("2.1", {"networks": [{}]}),
        ("2.1", {"networks": [{"uuid": "no"}]}),
        ("2.1", {"networks": [{"port": UUID, "fixed_ip": "10.0.0.5"}]}),
        ("2.1", {"networks": [{"port": UUID}], "max_count": 2}),
        ("2.1", {"networks": [{"port": UUID}, {"port": UUID}]}),
        ("2.1", {"networks": [{"uuid": NET, "fixed_ip": "10.0.0.5"}], "max_count": 2}),
        ("2.1", {"networks": [{"uuid": NET, "tag": "t"}]}),
        ("2.41", {"networks": [{"uuid": NET, "tag": "t"}]}),
        ("2.1", {"name": " x"}),
        ("2.1", {"name": "x" * 256}),
        ("2.1", {"flavorRef": "99"}),
        ("2.1", {"flavorRef": "2"}),
        ("2.1", {"flavorRef": None}),
        ("2.1", {"imageRef": "no"}),
        ("2.1", {"min_count": 3, "max_count": 2}),
        ("2.1", {"min_count": 0}),
        ("2.1", {"min_count": "x"}),
        ("2.1", {"key_name": "unknown"}),
        ("2.1", {"user_data": "A"}),
        ("2.1", {"user_data": "A" * 65536}),
        ("2.1", {"metadata": {"a": 1}}),
        ("2.1", {"metadata": {"": "x"}}),
        ("2.1", {"accessIPv4": "10.0.0.999"}),
        ("2.1", {"OS-DCF:diskConfig": "auto"}),
        ("2.1", {"description": "d"}),
        ("2.51", {"networks": "none", "tags": ["a"]}),
        ("2.52", {"networks": "none", "tags": ["a,b"]}),
        ("2.57", {"networks": "none", "personality": []}),
        ("2.1", {"personality": [{"path": "/a"}]}),
        ("2.1", {"personality": [{"contents": ""}]}),
        ("2.73", {"networks": "none", "host": "h"}),
        ("2.89", {"networks": "none", "hostname": "h1"}),
        ("2.90", {"networks": "none", "hostname": "h1", "max_count": 2}),
        ("2.90", {"networks": "none", "hostname": "-bad-"}),
        ("2.1", {"block_device_mapping_v2": [{"source_type": "image"}]}),
        ("2.1", {"block_device_mapping_v2": [{"source_type": "blank", "uuid": "x"}]}),
        ("2.1", {"block_device_mapping_v2": [{"uuid": "x"}]}),
        ("2.1", {"block_device_mapping_v2": [{**DISK, "disk_bus": "bogus"}]}),
        ("2.67", {"networks": "none", "block_device_mapping_v2": [{**DISK, "volume_type": "fast"}]}),
        ("2.1", {"block_device_mapping": [{"volume_id": UUID}]}),
        ("2.1", {"availability_zone": "a:b:c:d"}),
        ("2.1", {"unknown": 1}),
    ],
)
def test_refused(asked: list[Wanted], client: Client, version: str, server: dict[str, Any]) -> None:
    answer = post(client, version, **server)
    assert answer.status_code == 400, answer.text
    assert asked == []


def test_private_flavors_for_administrators_and_urls_as_references(asked: list[Wanted], client: Client) -> None:
    assert post(admin(), flavorRef="2").status_code == 202
    assert post(client, flavorRef="http://cloud/flavors/1").status_code == 202
    assert post(client, flavorRef=1).status_code == 202


def test_hints_become_lists_and_internal_ones_vanish(asked: list[Wanted], client: Client) -> None:
    hints = {"same_host": "any text", "custom": 5, "_nova_check_type": "x"}
    post(client, top={"os:scheduler_hints": hints})
    assert asked[0].hints == {"same_host": ["any text"], "custom": ["5"]}
    assert post(client, top={"os:scheduler_hints": {"group": "no"}}).status_code == 400


def test_disks(asked: list[Wanted], client: Client) -> None:
    disks = [
        {"source_type": "image", "uuid": IMAGE, "boot_index": "0", "destination_type": "local"},
        {"source_type": "blank", "guest_format": "swap", "volume_size": "5", "delete_on_termination": "true"},
    ]
    post(client, block_device_mapping_v2=disks)
    root, swap = asked[0].devices
    assert (root.is_root, root.image_id, swap.is_swap, swap.volume_size) == (True, IMAGE, True, 5)
    assert swap.delete_on_termination


def test_everything_else_arrives(asked: list[Wanted], client: Client) -> None:
    values = {"networks": "none", "tags": ["a"], "hostname": "h1", "config_drive": "true", "description": None}
    post(client, "2.90", metadata={"k": "v"}, security_groups=[{"name": "g"}, {}, {"name": "g"}], **values)
    wanted = asked[0]
    assert (wanted.tags, wanted.hostname, wanted.config_drive, wanted.groups) == (["a"], "h1", True, ["g"])
    assert wanted.metadata == {"k": "v"} and not wanted.may_use_zero_disk
