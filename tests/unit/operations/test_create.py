# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Create: checks, records, message."""

import threading
from typing import Any

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import build_requests, server_groups
from nova_lite.db.engine import api_database
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.operations import create, find
from nova_lite.operations.create import Wanted
from tests.unit.control_plane import PROJECT, USER, Plane, a_flavor, an_instance


@pytest.fixture(autouse=True)
def peers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Glance and Neutron that say yes."""
    answers: dict[str, Any] = {"image": ImageMeta(id="image", status="active", size=100), "ports": None}
    monkeypatch.setattr(create.image_client, "show", lambda context, image_id: answers["image"])
    monkeypatch.setattr(
        create.requested,
        "validate",
        lambda context, networks, count: count if answers["ports"] is None else answers["ports"],
    )
    monkeypatch.setattr(create.security_groups, "resolve", lambda context, names, project: ["id"] if names else [])
    return answers


def wanted(image_id: str | None = "image", **values: Any) -> Wanted:
    image = create.ask_for_image(RequestContext(), image_id)
    return Wanted(**{"name": "web", "flavor": a_flavor(), "image": image, **values})


def test_everything_is_recorded_and_conductor_is_told(plane: Plane) -> None:
    created = create.create(plane.member, wanted(metadata={"a": "1"}, tags=["t"], groups=["g"]))
    name, _, arguments = plane.sent[0]
    assert name == "schedule_and_build_instances"
    (instance,) = arguments["instances"]
    assert (instance.vm_state, instance.task_state, instance.hostname) == ("building", "scheduling", "web")
    assert arguments["create_request"].security_groups == ["id"]
    found = find.server(plane.member, created.uuids[0])
    assert not found.placed and found.instance.metadata == {"a": "1"} and found.instance.tags == ["t"]


def test_several_servers_get_numbered_names_and_one_reservation(plane: Plane) -> None:
    created = create.create(plane.member, wanted(min_count=2, max_count=3))
    instances = plane.sent[0][2]["instances"]
    assert [one.display_name for one in instances] == ["web-1", "web-2", "web-3"]
    assert {one.reservation_id for one in instances} == {created.reservation_id}
    assert plane.sent[0][2]["request_spec"].num_instances == 3


def test_quota_lowers_the_number_or_refuses(plane: Plane) -> None:
    CONF.set_override("instances", 2, "quota")
    plane.add(an_instance(1))
    try:
        assert len(create.create(plane.member, wanted(max_count=5)).uuids) == 1
        plane.add(an_instance(2))
        with pytest.raises(
            exception.TooManyInstances, match="Quota exceeded for instances: Requested 1, but already used 2 of 2"
        ):
            create.create(plane.member, wanted())
    finally:
        CONF.clear_override("instances", "quota")


def test_ports_lower_the_number_or_refuse(plane: Plane, peers: dict[str, Any]) -> None:
    peers["ports"] = 2
    assert len(create.create(plane.member, wanted(max_count=5)).uuids) == 2
    with pytest.raises(exception.PortLimitExceeded):
        create.create(plane.member, wanted(min_count=3, max_count=5))


@pytest.mark.parametrize(
    ("image", "error"),
    [
        ({"status": "queued"}, exception.ImageNotActive),
        ({"min_ram": 999}, exception.FlavorMemoryTooSmall),
        ({"min_disk": 9}, exception.FlavorDiskSmallerThanMinDisk),
        ({"size": 2**31}, exception.FlavorDiskSmallerThanImage),
    ],
)
def test_images_that_do_not_fit(
    plane: Plane, peers: dict[str, Any], image: dict[str, Any], error: type[Exception]
) -> None:
    peers["image"] = ImageMeta(**{"id": "image", "status": "active", "size": 1, **image})
    with pytest.raises(error):
        create.create(plane.member, wanted())
    with api_database().reader() as session:
        assert build_requests.listed(session) == []


def test_no_image_no_server(plane: Plane) -> None:
    with pytest.raises(exception.InvalidBDM):
        create.create(plane.member, wanted(image_id=None))


def test_a_flavor_without_disk_needs_the_right(plane: Plane) -> None:
    flavor = a_flavor(root_gb=0)
    with pytest.raises(exception.Forbidden, match="zero disk"):
        create.create(plane.member, wanted(flavor=flavor))
    create.create(plane.member, wanted(flavor=flavor, may_use_zero_disk=True))


def test_group_hint(plane: Plane) -> None:
    with api_database().writer() as session:
        uuid = server_groups.create(session, "anti-affinity", {}, name="g", project_id=PROJECT, user_id=USER)
    created = create.create(plane.member, wanted(hints={"group": [uuid]}))
    with api_database().writer() as session:
        assert server_groups.get(session, uuid).members == tuple(created.uuids)
        foreign = server_groups.create(session, "affinity", {}, name="g", project_id="other", user_id=USER)
    for unknown in ("00000000-0000-4000-8000-0000000000ff", foreign):
        with pytest.raises(exception.InvalidInput):
            create.create(plane.member, wanted(hints={"group": [unknown]}))


def test_the_image_may_demand_a_config_drive_and_forbid_resizing(plane: Plane, peers: dict[str, Any]) -> None:
    properties = {"img_config_drive": "mandatory", "auto_disk_config": "disabled"}
    peers["image"] = ImageMeta(id="image", status="active", properties=properties)
    create.create(plane.member, wanted())
    assert plane.sent[0][2]["instances"][0].config_drive == "True"
    with pytest.raises(exception.InvalidInput, match="automatic disk resize disabled"):
        create.create(plane.member, wanted(auto_disk_config=True))


def test_hardware_that_contradicts_itself_is_refused(plane: Plane) -> None:
    with pytest.raises(exception.Invalid, match="NUMA nodes"):
        create.create(plane.member, wanted(flavor=a_flavor(extra_specs={"hw:numa_nodes": "3"})))
    assert plane.sent == []


def test_requests_that_come_together_are_recorded_together(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of them has no room in its group: it alone is refused, and nothing of it is left."""
    with api_database().writer() as session:
        values = {"name": "g", "project_id": PROJECT, "user_id": USER}
        group = server_groups.create(session, "affinity", {}, **values)
    CONF.set_override("server_group_members", 0, "quota")
    asked: list[Any] = []
    monkeypatch.setattr(create._RECORDS, "join", lambda key, one: asked.append(one))
    for name, hints in (("a", {}), ("b", {}), ("full", {"group": [group]})):
        create.create(plane.member, wanted(name=name, hints=hints))
    monkeypatch.undo()
    try:
        with pytest.raises(exception.OverQuota):
            create._record_all(asked)
        create._record_all(asked[:2])
    finally:
        CONF.clear_override("server_group_members", "quota")
    with api_database().reader() as session:
        found = {row.instance_uuid for row in build_requests.of(session, [one.instances[0].uuid for one in asked])}
    assert found == {one.instances[0].uuid for one in asked[:2]}


def test_glance_and_neutron_are_asked_side_by_side_and_the_image_is_told_first(
    plane: Plane, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2, timeout=10)

    def show(context: RequestContext, image_id: str) -> ImageMeta:
        both.wait()
        raise exception.ImageNotFound(image_id=image_id)

    def validate(*arguments: Any) -> int:
        both.wait()
        raise exception.PortLimitExceeded()

    monkeypatch.setattr(create.image_client, "show", show)
    monkeypatch.setattr(create.requested, "validate", validate)
    with pytest.raises(exception.ImageNotFound):
        create.create(plane.member, wanted())
    assert not plane.sent
