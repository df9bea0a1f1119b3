# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Fetch images into this host's cache before a server needs them."""

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import exception
from nova_lite.compute.host import ComputeHost
from nova_lite.context import RequestContext
from nova_lite.image import client as image_client
from nova_lite.rpc import compute as rpc

LOG = logging.getLogger(__name__)

CACHED, EXISTING, UNSUPPORTED, ERROR = "cached", "existing", "unsupported", "error"


class CacheImagesEndpoint:
    """Serves cache_images."""

    target = messaging.Target(version=rpc.VERSION)

    def __init__(self, host: ComputeHost) -> None:
        self._host = host

    @messaging.expose
    @messaging.expected_exceptions(exception.NovaException)
    def cache_images(self, context: RequestContext, image_ids: list[str]) -> dict[str, str]:
        """One image after the other; a failure of one does not stop the others."""
        return {image_id: self._cache(context, image_id) for image_id in image_ids}

    def _cache(self, context: RequestContext, image_id: str) -> str:
        if not self._host.driver.capabilities.get("has_imagecache"):
            return UNSUPPORTED
        try:
            fetched = self._host.driver.cache_image(context, image_client.show(context, image_id))
        except exception.NovaException as error:
            LOG.error("Image %s is not cached: %s", image_id, error)
            return ERROR
        LOG.info("Image %s %s", image_id, "is cached now" if fetched else "was cached already")
        return CACHED if fetched else EXISTING
