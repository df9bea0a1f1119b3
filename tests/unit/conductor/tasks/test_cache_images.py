# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Images for the hosts of an aggregate."""

import logging

import pytest

from nova_lite import cells, exception
from nova_lite.conductor.tasks import cache_images
from nova_lite.conductor.tasks.cache_images import CacheImagesTasks
from nova_lite.db.api import host_mappings
from nova_lite.db.engine import api_database
from tests.unit.control_plane import CELL1, Plane


def add_host(plane: Plane, host: str, up: bool = True) -> None:
    plane.add_compute(host, up)
    with api_database().writer() as session:
        host_mappings.create(session, cells.by_uuid(CELL1).id, host)


def test_hosts_that_are_up_are_asked(plane: Plane, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    add_host(plane, "h1")
    add_host(plane, "h2", up=False)
    plane.answers["cache_images"] = {"a": "cached", "b": "error"}
    CacheImagesTasks().cache_images(plane.admin, 7, ["h1", "h2", "unmapped"], ["a", "b"])
    assert plane.sent == [("cache_images", "h1", {"image_ids": ["a", "b"]})]
    assert "aggregate 7" in caplog.text and "1 cached, 3 error, 2 skipped" in caplog.text


def test_a_host_that_does_not_answer_is_an_error(plane: Plane) -> None:
    add_host(plane, "h1")
    plane.answers["cache_images"] = exception.RpcTimeout(topic="compute", method="cache_images")
    assert cache_images.on_host(plane.admin, "h1", ["a"]) == {"a": "error"}
