# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Have the hosts of an aggregate fetch images before servers need them, [image_cache]precache_concurrency at a time."""

import time
from collections import Counter
from functools import partial

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import cells, concurrency, exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.main import services
from nova_lite.objects.service import is_up
from nova_lite.rpc import compute as rpc_compute
from nova_lite.rpc import conductor as rpc_conductor

LOG = logging.getLogger(__name__)

SKIPPED, ERROR = "skipped", "error"


class CacheImagesTasks:
    """Endpoint of the compute_task namespace for cached images."""

    target = messaging.Target(namespace=rpc_conductor.TASK_NAMESPACE, version=rpc_conductor.TASK_VERSION)

    @messaging.expose
    def cache_images(self, context: RequestContext, aggregate_id: int, hosts: list[str], image_ids: list[str]) -> None:
        """Ask every host that is up; what each did with each image is logged."""
        began = time.monotonic()
        pool = concurrency.ThreadPool(CONF.image_cache.precache_concurrency)
        try:
            results = pool.map(partial(on_host, context, image_ids=image_ids), hosts)
        finally:
            pool.shutdown()
        totals = Counter(result for found in results for result in found.values())
        LOG.info(
            "Images %s: %d hosts of aggregate %s were asked to cache them in %.1f s: %s",
            ", ".join(image_ids),
            len(hosts),
            aggregate_id,
            time.monotonic() - began,
            ", ".join(f"{count} {name}" for name, count in sorted(totals.items())) or "nothing to do",
        )


def on_host(context: RequestContext, host: str, image_ids: list[str]) -> dict[str, str]:
    """What a host did with each image: cached, existing, error, unsupported, or skipped if it is down."""
    try:
        bound = cells.target(context, cells.of_host(host))
        if not _is_up(bound, host):
            LOG.warning("Host %s is down and caches no images", host)
            return dict.fromkeys(image_ids, SKIPPED)
        found = rpc_compute.cache_images(bound, host, image_ids)
    except exception.NovaException as error:
        LOG.error("Host %s does not cache images %s: %s", host, ", ".join(image_ids), error)
        return dict.fromkeys(image_ids, ERROR)
    LOG.info("Host %s: %s", host, ", ".join(f"image {image} {result}" for image, result in found.items()))
    return found


def _is_up(bound: RequestContext, host: str) -> bool:
    with cells.database(bound).reader() as session:
        row = services.find(session, host, "nova-compute")
    return row is not None and is_up(row.forced_down, row.last_seen_up or row.created_at)
