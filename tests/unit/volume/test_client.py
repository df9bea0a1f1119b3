# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Volumes and snapshots in Cinder, and what its refusals become."""

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.volume import client
from nova_lite.volume.model import NewVolume
from tests.functional.fixtures.cloud import Cloud

UNKNOWN = "99999999-9999-4999-8999-999999999999"


def test_life_of_a_volume(cloud: Cloud) -> None:
    context = cloud.context()
    made = client.create_volume(context, NewVolume(2, "data", metadata={"a": "b"}))
    assert client.volume(context, made.id) == made
    assert (made.size_gb, made.name, made.metadata) == (2, "data", {"a": "b"})
    client.delete_volume(context, made.id)
    for call in (client.volume, client.delete_volume):
        with pytest.raises(exception.VolumeNotFound):
            call(context, made.id)


def test_life_of_a_snapshot(cloud: Cloud) -> None:
    context = cloud.context()
    volume = cloud.cinder.add_volume(str(cloud.demo.project_id), status="in-use")
    with pytest.raises(exception.InvalidInput, match="in-use"):
        client.create_snapshot(context, volume["id"], "s", None)
    made = client.create_snapshot(context, volume["id"], "s", None, force=True)
    assert client.snapshots(context, 10, 0) == [made] == [client.snapshot(context, made.id)]
    client.delete_snapshot(context, made.id)
    with pytest.raises(exception.SnapshotNotFound):
        client.delete_snapshot(context, made.id)
    with pytest.raises(exception.VolumeNotFound):
        client.create_snapshot(context, UNKNOWN, None, None)


def test_pages_are_cut_by_cinder(cloud: Cloud) -> None:
    for name in "abc":
        cloud.cinder.add_volume(str(cloud.demo.project_id), name=name)
    cloud.cinder.add_volume("other")
    assert [one.name for one in client.volumes(cloud.context(), 2, 1)] == ["b", "a"]
    assert cloud.cinder.total() == 1


def test_what_is_no_uuid_is_not_sent(cloud: Cloud) -> None:
    for ident in ("summary", "detail", "../volumes"):
        with pytest.raises(exception.VolumeNotFound):
            client.volume(cloud.context(), ident)
    assert cloud.cinder.total() == 0


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, exception.InvalidInput),
        (401, exception.PeerUnavailable),
        (403, exception.Forbidden),
        (404, exception.NotFound),
        (409, exception.InvalidInput),
        (413, exception.OverQuota),
        (503, exception.PeerUnavailable),
    ],
)
def test_refusals(cloud: Cloud, status: int, expected: type[Exception]) -> None:
    body = {"error": {"code": status, "message": "because"}}
    cloud.cinder.fail("POST", "/v3/volumes", status, body=body, times=2)
    with pytest.raises(expected):
        client.create_volume(cloud.context(), NewVolume(1))


def test_endpoint_from_the_template_or_a_named_entry(cloud: Cloud) -> None:
    project_id = str(cloud.demo.project_id)
    CONF.set_override("endpoint_template", cloud.cinder.url + "/%(project_id)s", "cinder")
    try:
        with pytest.raises(exception.NotFound):
            client.volumes(cloud.context(), 1, 0)
    finally:
        CONF.clear_override("endpoint_template", "cinder")
    assert cloud.cinder.requests[-1].path == f"/v3/{project_id}/volumes/detail"
    CONF.set_override("catalog_info", "volumev3:other:internalURL", "cinder")
    try:
        with pytest.raises(exception.PeerUnavailable):
            client.volumes(cloud.context(), 1, 0)
    finally:
        CONF.clear_override("catalog_info", "cinder")
