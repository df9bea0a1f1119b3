# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""IsolatedHostsFilter: some images boot on some hosts only, and those hosts take no other image."""

from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class IsolatedHostsFilter:
    """Keeps [filter_scheduler]isolated_images and isolated_hosts together."""

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """Which of the two, image or host, is isolated alone."""
        options = CONF.filter_scheduler
        image = str(spec.image.id) if spec.image else None
        isolated_image = image in options.isolated_images
        isolated_host = host.host in options.isolated_hosts
        if isolated_image and not isolated_host:
            return f"image {image} boots on isolated hosts only"
        if isolated_host and not isolated_image and options.restrict_isolated_hosts_to_isolated_images:
            return f"the host is kept for isolated images, {image or 'no image'} is none"
        return None
