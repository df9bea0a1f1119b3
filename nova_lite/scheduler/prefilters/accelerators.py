# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""accelerators_filter: servers with a device profile go where accelerators can be attached."""

import os_traits

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.prefilters.base import Around, require


def apply(spec: RequestSpec, around: Around) -> None:
    """Require COMPUTE_ACCELERATORS for a flavor with accel:device_profile."""
    if (spec.flavor.extra_specs or {}).get("accel:device_profile"):
        require(spec, os_traits.COMPUTE_ACCELERATORS)
