# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Images that are fetched before a server needs them."""

import pytest

from nova_lite import exception
from nova_lite.compute.operations import cache_images
from nova_lite.compute.operations.cache_images import CacheImagesEndpoint
from nova_lite.context import RequestContext
from nova_lite.objects.image_meta import ImageMeta
from tests.unit.compute.fakes import Cloud


@pytest.fixture(autouse=True)
def glance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Glance has every image but one."""

    def show(context: RequestContext, image_id: str) -> ImageMeta:
        if image_id == "missing":
            raise exception.ImageNotFound(image_id=image_id)
        return ImageMeta(id=image_id)

    monkeypatch.setattr(cache_images.image_client, "show", show)


def test_each_image_has_its_result(cloud: Cloud) -> None:
    endpoint = CacheImagesEndpoint(cloud.host)
    assert endpoint.cache_images(cloud.context, ["missing", "a"]) == {"missing": "error", "a": "cached"}
    assert endpoint.cache_images(cloud.context, ["a"]) == {"a": "existing"}


def test_a_driver_without_cache(cloud: Cloud) -> None:
    cloud.driver.capabilities["has_imagecache"] = False
    assert CacheImagesEndpoint(cloud.host).cache_images(cloud.context, ["a"]) == {"a": "unsupported"}
    assert cloud.driver.calls == []
