# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""isolate_aggregates: aggregates that demand traits take only requests that ask for those traits."""

from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import Aggregate
from nova_lite.scheduler.prefilters.base import Around


def apply(spec: RequestSpec, around: Around) -> None:
    """Forbid aggregates with trait:X=required metadata that flavor and image do not require."""
    if not CONF.scheduler.enable_isolated_aggregate_filtering:
        return
    asked = {key for key, value in (spec.flavor.extra_specs or {}).items() if value == "required"}
    if spec.image:
        asked |= {key for key, value in spec.image.properties.items() if value == "required"}
    spec.forbidden_aggregates = [
        *spec.forbidden_aggregates,
        *(item.uuid for item in around.aggregates if _demands(item) - asked),
    ]


def _demands(aggregate: Aggregate) -> set[str]:
    return {key for key, value in aggregate.metadata.items() if key.startswith("trait:") and value == "required"}
