# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""owner_nova_filter: providers of other services in Placement are no compute nodes."""

import os_traits

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.prefilters.base import Around, require

SINCE = 73


def apply(spec: RequestSpec, around: Around) -> None:
    """Require OWNER_NOVA once every compute service is new enough to report it."""
    if around.oldest_compute >= SINCE:
        require(spec, os_traits.OWNER_NOVA)
