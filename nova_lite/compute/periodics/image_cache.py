# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Base images that no server uses any more."""

from nova_lite.compute.host import ComputeHost
from nova_lite.context import RequestContext
from nova_lite.objects import store


def run(host: ComputeHost, context: RequestContext) -> None:
    """Let the driver drop what is unused and old enough."""
    host.driver.manage_image_cache(context, store.current().get_instances_by_host(context, host.name))
