# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""require_tenant_aggregate: projects that own aggregates are kept on them."""

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.prefilters.base import Around


def apply(spec: RequestSpec, around: Around) -> None:
    """Restrict to aggregates that name the project; raises NoValidHost if it must have one."""
    if not CONF.scheduler.limit_tenants_to_placement_aggregate:
        return
    uuids = sorted(
        item.uuid
        for item in around.aggregates
        if any(key.startswith("filter_tenant_id") and value == spec.project_id for key, value in item.metadata.items())
    )
    if uuids:
        spec.member_of = [*spec.member_of, uuids]
    elif CONF.scheduler.placement_aggregate_required_for_tenants:
        raise exception.NoValidHost(reason="No hosts available for tenant")
