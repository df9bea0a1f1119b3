# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""transform_image_metadata: devices that the image names must be known to the host."""

import os_traits
from oslo_log import log as logging

from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.prefilters.base import Around, require

LOG = logging.getLogger(__name__)

KNOWN = frozenset(os_traits.get_traits())
PREFIXES = {
    "hw_cdrom_bus": "COMPUTE_STORAGE_BUS_",
    "hw_disk_bus": "COMPUTE_STORAGE_BUS_",
    "hw_video_model": "COMPUTE_GRAPHICS_MODEL_",
    "hw_vif_model": "COMPUTE_NET_VIF_MODEL_",
    "hw_architecture": "HW_ARCH_",
    "hw_emulation_architecture": "COMPUTE_ARCH_",
    "hw_viommu_model": "COMPUTE_VIOMMU_MODEL_",
}


def apply(spec: RequestSpec, around: Around) -> None:
    """Require a trait per property if [scheduler]image_metadata_prefilter is on; an unknown one cancels them all."""
    if not CONF.scheduler.image_metadata_prefilter or spec.image is None:
        return
    traits = [
        f"{prefix}{value.upper().replace('-', '_')}"
        for name, prefix in PREFIXES.items()
        if (value := spec.image.properties.get(name))
    ]
    unknown = [trait for trait in traits if trait not in KNOWN]
    if unknown:
        LOG.warning("Properties of image %s are not scheduled for: no trait %s", spec.image.id, ", ".join(unknown))
        return
    require(spec, *traits)
