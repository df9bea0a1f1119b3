# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""AggregateImagePropertiesIsolation: aggregates name the values that image properties may have on their hosts."""

from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class AggregateImagePropertiesIsolation:
    """Rejects hosts whose aggregates list values for a property of the image, but not the image's."""

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The property with its value and those allowed."""
        properties = spec.image.properties if spec.image else {}
        options = CONF.filter_scheduler
        space = options.aggregate_image_properties_isolation_namespace
        prefix = f"{space}{options.aggregate_image_properties_isolation_separator}" if space else ""
        for key in sorted({key for item in host.aggregates for key in item.metadata if key.startswith(prefix)}):
            value, allowed = properties.get(key), host.aggregate_values(key)
            if value and str(value) not in allowed:
                return f"image property {key} is {value}, aggregates allow {', '.join(sorted(allowed))}"
        return None
