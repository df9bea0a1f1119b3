# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Image records and data, with transfers that break off."""

import io
from collections.abc import Callable, Hashable
from typing import Any

import pytest

from nova_lite import concurrency, exception
from nova_lite.conf import CONF
from nova_lite.image import client
from nova_lite.objects.image_meta import ImageMeta
from tests.functional.fixtures.cloud import Cloud
from tests.functional.fixtures.glance import PAGE
from tests.unit.clock import Clock

DATA = bytes(range(256)) * 3000
FILE = "/v2/images/{image_id}/file"


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nova_lite.concurrency.sleep", lambda seconds: None)


def test_show(cloud: Cloud) -> None:
    stored = cloud.glance.add("cirros", hw_disk_bus="virtio", min_disk=1)
    image = client.show(cloud.context(), stored["id"])
    assert (image.id, image.status, image.min_disk) == (stored["id"], "active", 1)
    assert image.prop("hw_disk_bus") == "virtio"
    assert cloud.glance.total() == 1


def test_only_the_same_caller_shares_an_answer(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = cloud.glance.add("cirros")
    keys = []

    def alone(key: Hashable, read: Callable[[], Any]) -> Any:
        keys.append(key)
        return read()

    monkeypatch.setattr(client.concurrency, "shared", alone)
    context, other = cloud.context(), cloud.context()
    client.show(context, stored["id"])
    client.show(other, stored["id"])
    assert keys[0] != keys[1]
    assert context.auth_token in keys[0] and stored["id"] in keys[0]


def test_what_was_told_a_moment_ago_serves_for_requests_to_build(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = cloud.glance.add("cirros")
    context, clock = cloud.context(), Clock.of(concurrency, monkeypatch)
    assert client.recent(context, stored["id"]).prop("os_type") is None
    stored["os_type"] = "linux"
    assert client.recent(context, stored["id"]).prop("os_type") is None
    assert client.recent(cloud.context(), stored["id"]).prop("os_type") == "linux", "another token asks for itself"
    clock.now += client.RECENT_S + 0.1
    assert client.recent(context, stored["id"]).prop("os_type") == "linux"
    stored["os_type"] = "windows"
    assert client.show(context, stored["id"]).prop("os_type") == "windows"
    assert client.recent(context, stored["id"]).prop("os_type") == "windows"


def test_what_is_changed_through_us_or_not_active_is_read_again(cloud: Cloud) -> None:
    context = cloud.context()
    queued, active = cloud.glance.add("queued", None), cloud.glance.add("active", owner=context.project_id)
    assert client.recent(context, queued["id"]).status == "queued"
    queued["status"] = "active"
    assert client.recent(context, queued["id"]).status == "active"
    client.recent(context, active["id"])
    client.update(context, active["id"], {"os_type": "linux"})
    assert client.recent(context, active["id"]).prop("os_type") == "linux"
    client.delete(context, active["id"])
    for _ in range(2):
        with pytest.raises(exception.ImageNotFound):
            client.recent(context, active["id"])


def test_show_of_unknown_and_foreign_images(cloud: Cloud) -> None:
    private = cloud.glance.add("theirs", visibility="private", owner="other")
    for image_id in (private["id"], "no-uuid"):
        with pytest.raises(exception.ImageNotFound):
            client.show(cloud.context(), image_id)


def test_lists_join_the_pages_of_glance(cloud: Cloud) -> None:
    names = [f"image{number}" for number in range(PAGE + 2)]
    stored = [cloud.glance.add(name) for name in names]
    cloud.glance.add("theirs", visibility="private", owner="other")
    context = cloud.context()
    assert [one.name for one in client.listed(context, {}, 1000)] == names
    assert [one.name for one in client.listed(context, {}, PAGE + 1)] == names[:-1]
    assert [one.name for one in client.listed(context, {}, 1, stored[0]["id"])] == names[1:2]
    assert [one.name for one in client.listed(context, {"name": names[-1]}, 1000)] == names[-1:]
    assert client.listed(context, {}, 0) == []
    with pytest.raises(exception.InvalidInput):
        client.listed(context, {}, 1, "unknown")


def test_address(cloud: Cloud) -> None:
    assert client.address(cloud.context()) == cloud.glance.url


def test_ids_cannot_change_the_path(cloud: Cloud) -> None:
    with pytest.raises(exception.ImageNotFound):
        client.show(cloud.context(), "x?limit=1#")
    assert cloud.glance.requests[-1].path == "/v2/images/x%3Flimit%3D1%23"


def test_reads_are_tried_again(cloud: Cloud) -> None:
    stored = cloud.glance.add("cirros")
    cloud.glance.fail("GET", "/v2/images/{image_id}", 503, times=CONF.glance.num_retries)
    assert client.show(cloud.context(), stored["id"]).name == "cirros"
    cloud.glance.fail("GET", "/v2/images/{image_id}", 503, times=CONF.glance.num_retries + 1)
    with pytest.raises(exception.PeerUnavailable):
        client.show(cloud.context(), stored["id"])


def test_download(cloud: Cloud) -> None:
    stored = cloud.glance.add("big", DATA)
    output = io.BytesIO()
    assert client.download(cloud.context(), stored["id"], output) == len(DATA)
    assert output.getvalue() == DATA


def test_download_starts_again_after_a_break(cloud: Cloud) -> None:
    stored = cloud.glance.add("big", DATA)
    cut_off = {"Content-Length": str(len(DATA)), "Connection": "close"}
    cloud.glance.fail("GET", FILE, 200, body=DATA[:1000], headers=cut_off)
    output = io.BytesIO()
    client.download(cloud.context(), stored["id"], output)
    assert output.getvalue() == DATA


def test_download_of_wrong_data_fails(cloud: Cloud) -> None:
    stored = cloud.glance.add("big", DATA)
    stored["checksum"] = "0" * 32
    with pytest.raises(exception.ImageDownloadFailed, match="checksum"):
        client.download(cloud.context(), stored["id"], io.BytesIO())
    assert cloud.glance.counts[("GET", FILE)] == CONF.glance.num_retries + 1


def test_download_refusals(cloud: Cloud) -> None:
    queued = cloud.glance.add("queued", None)
    with pytest.raises(exception.ImageNotActive):
        client.download(cloud.context(), queued["id"], io.BytesIO())
    with pytest.raises(exception.ImageNotFound):
        client.download(cloud.context(), "missing", io.BytesIO())
    cloud.glance.fail("GET", FILE, 403)
    with pytest.raises(exception.ImageNotAuthorized):
        client.download(cloud.context(), queued["id"], io.BytesIO())


def test_api_servers_are_tried_in_turn(cloud: Cloud) -> None:
    stored = cloud.glance.add("cirros", DATA)
    CONF.set_override("api_servers", ["http://127.0.0.1:1", f"{cloud.glance.url}/v2"], group="glance")
    CONF.set_override("connect_retries", 0, group="glance")
    try:
        for _ in range(3):
            assert client.show(cloud.context(), stored["id"]).id == stored["id"]
    finally:
        CONF.clear_override("api_servers", group="glance")
        CONF.clear_override("connect_retries", group="glance")


def test_life_of_a_snapshot(cloud: Cloud) -> None:
    context = cloud.context()
    made = client.create(context, ImageMeta(name="snap", properties={"image_type": "snapshot", "old": "x"}))
    assert made.id is not None
    assert (made.status, made.owner) == ("queued", cloud.demo.project_id)
    changed = client.update(context, made.id, {"disk_format": "raw", "new/key": "1", "old": None, "none": None})
    assert changed.properties == {"image_type": "snapshot", "new/key": "1"}
    client.upload(context, made.id, io.BytesIO(DATA))
    assert cloud.glance.data[made.id] == DATA
    assert client.show(context, made.id).status == "active"
    client.delete(context, made.id)
    with pytest.raises(exception.ImageNotFound):
        client.delete(context, made.id)


def test_protected_and_foreign_images_stay(cloud: Cloud) -> None:
    foreign = cloud.glance.add("cirros")
    with pytest.raises(exception.ImageNotAuthorized):
        client.delete(cloud.context(), foreign["id"])
    with pytest.raises(exception.ImageNotAuthorized):
        client.update(cloud.context(), foreign["id"], {"name": "mine"})


def test_quota_and_conflict(cloud: Cloud) -> None:
    cloud.glance.fail("POST", "/v2/images", 413)
    with pytest.raises(exception.OverQuota):
        client.create(cloud.context(), ImageMeta(name="snap"))
    cloud.glance.fail("POST", "/v2/images", 409)
    with pytest.raises(exception.Conflict):
        client.create(cloud.context(), ImageMeta(name="snap"))
    cloud.glance.fail("POST", "/v2/images", 400)
    with pytest.raises(exception.InvalidInput):
        client.create(cloud.context(), ImageMeta(name="snap"))
