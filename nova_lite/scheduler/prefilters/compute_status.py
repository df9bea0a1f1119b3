# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""compute_status_filter: hosts that are disabled are not asked for."""

import os_traits

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.prefilters.base import Around


def apply(spec: RequestSpec, around: Around) -> None:
    """Forbid the trait that nova-compute sets while its service is disabled."""
    spec.root_forbidden_traits = [*spec.root_forbidden_traits, os_traits.COMPUTE_STATUS_DISABLED]
