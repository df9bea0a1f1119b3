# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""routed_networks_filter: hosts must be on a segment of every network and port that the request names."""

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.network import segments
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.placement.providers import Providers
from nova_lite.scheduler.prefilters.base import Around


def apply(spec: RequestSpec, around: Around) -> None:
    """Restrict to those segments' aggregates; on with [scheduler]query_placement_for_routed_network_aggregates."""
    if not CONF.scheduler.query_placement_for_routed_network_aggregates:
        return
    for segment_ids in segments.of_requests(around.context, spec.networks):
        uuids = {uuid for segment_id in segment_ids for uuid in Providers().aggregates(around.context, segment_id)}
        if not uuids:
            raise exception.NoValidHost(reason="No host aggregate belongs to the segments of a requested network.")
        spec.member_of = [*spec.member_of, sorted(uuids)]
