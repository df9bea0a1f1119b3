# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""packed_virtqueue_filter: packed rings of virtio devices need a host that knows them."""

import os_traits

from nova_lite.hardware.wishes import Wishes
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.prefilters.base import Around, require


def apply(spec: RequestSpec, around: Around) -> None:
    """Require COMPUTE_NET_VIRTIO_PACKED when flavor or image switch packed rings on."""
    if Wishes.of(spec.flavor, spec.image).on("virtio_packed_ring"):
        require(spec, os_traits.COMPUTE_NET_VIRTIO_PACKED)
