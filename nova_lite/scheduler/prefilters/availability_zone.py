# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""map_az_to_placement_aggregate: a requested zone becomes the set of aggregates that carry it."""

from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.prefilters.base import Around


def apply(spec: RequestSpec, around: Around) -> None:
    """Restrict the request to the zone's aggregates; the default zone without an aggregate restricts nothing."""
    zone = spec.availability_zone
    if not zone:
        return
    uuids = sorted(item.uuid for item in around.aggregates if item.metadata.get("availability_zone") == zone)
    if uuids:
        spec.member_of = [*spec.member_of, uuids]
    elif zone != CONF.default_availability_zone:
        spec.member_of = [*spec.member_of, [NO_AGGREGATE]]


NO_AGGREGATE = "00000000-0000-0000-0000-000000000000"
