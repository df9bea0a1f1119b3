# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""require_image_type_support: only hosts that can boot the image's disk format."""

from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.prefilters.base import Around


def apply(spec: RequestSpec, around: Around) -> None:
    """Require COMPUTE_IMAGE_TYPE_<FORMAT> when [scheduler]query_placement_for_image_type_support is on."""
    if not CONF.scheduler.query_placement_for_image_type_support or spec.is_bfv or spec.image is None:
        return
    if spec.image.disk_format:
        trait = f"COMPUTE_IMAGE_TYPE_{spec.image.disk_format.upper()}"
        spec.root_required_traits = [*spec.root_required_traits, trait]
