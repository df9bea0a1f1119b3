# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ImagePropertiesWeigher: gathers (or parts) servers whose images have the same properties."""

from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler import settings
from nova_lite.scheduler.host_state import HostState


class ImagePropertiesWeigher:
    """Raw value: equal image properties over the host's servers, by [filter_scheduler]image_props_weight_setting."""

    multiplier = "image_props_weight_multiplier"
    floor: float | None = None

    def value(self, host: HostState, spec: RequestSpec) -> float:
        """Raw value of one host."""
        wanted = spec.image.properties if spec.image else {}
        weights = settings.ratios(CONF.filter_scheduler.image_props_weight_setting)
        total = 0.0
        for one in host.instances.values():
            properties = one.get("image_properties") or {}
            for name, value in wanted.items():
                if value is not None and str(properties.get(name)) == str(value):
                    total += weights.get(name, 0.0) if weights else 1.0
        return total
