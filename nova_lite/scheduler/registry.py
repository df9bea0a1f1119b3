# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which filters, weighers and pre-filters there are, and which of them the options switch on."""

from collections.abc import Callable

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.filters.all_hosts import AllHostsFilter
from nova_lite.scheduler.filters.base import Filter
from nova_lite.scheduler.filters.compute import ComputeFilter
from nova_lite.scheduler.filters.compute_capabilities import ComputeCapabilitiesFilter
from nova_lite.scheduler.filters.image_properties import ImagePropertiesFilter
from nova_lite.scheduler.filters.server_group_affinity import ServerGroupAffinityFilter
from nova_lite.scheduler.filters.server_group_anti_affinity import ServerGroupAntiAffinityFilter
from nova_lite.scheduler.host_state import Aggregate
from nova_lite.scheduler.prefilters import (
    availability_zone,
    compute_status,
    image_type,
    isolate_aggregates,
    tenant_aggregate,
)
from nova_lite.scheduler.weighers.base import Weigher
from nova_lite.scheduler.weighers.build_failure import BuildFailureWeigher
from nova_lite.scheduler.weighers.cpu import CPUWeigher
from nova_lite.scheduler.weighers.disk import DiskWeigher
from nova_lite.scheduler.weighers.hypervisor_version import HypervisorVersionWeigher
from nova_lite.scheduler.weighers.io_ops import IoOpsWeigher
from nova_lite.scheduler.weighers.num_instances import NumInstancesWeigher
from nova_lite.scheduler.weighers.ram import RAMWeigher
from nova_lite.scheduler.weighers.soft_affinity import ServerGroupSoftAffinityWeigher
from nova_lite.scheduler.weighers.soft_anti_affinity import ServerGroupSoftAntiAffinityWeigher

FILTERS: dict[str, type[Filter]] = {
    one.__name__: one
    for one in (
        AllHostsFilter,
        ComputeFilter,
        ComputeCapabilitiesFilter,
        ImagePropertiesFilter,
        ServerGroupAntiAffinityFilter,
        ServerGroupAffinityFilter,
    )
}
WEIGHERS: dict[str, type[Weigher]] = {
    one.__name__: one
    for one in (
        RAMWeigher,
        CPUWeigher,
        DiskWeigher,
        IoOpsWeigher,
        ServerGroupSoftAffinityWeigher,
        ServerGroupSoftAntiAffinityWeigher,
        BuildFailureWeigher,
        HypervisorVersionWeigher,
        NumInstancesWeigher,
    )
}
PREFILTERS: tuple[Callable[[RequestSpec, list[Aggregate]], None], ...] = (
    tenant_aggregate.apply,
    availability_zone.apply,
    image_type.apply,
    compute_status.apply,
    isolate_aggregates.apply,
)


def enabled_filters() -> dict[str, Filter]:
    """Filters of [filter_scheduler]enabled_filters in their order; raises ConfigInvalid for an unknown one."""
    names = CONF.filter_scheduler.enabled_filters
    unknown = [name for name in names if name not in FILTERS]
    if unknown:
        raise exception.ConfigInvalid(reason=f"[filter_scheduler]enabled_filters: no filter {', '.join(unknown)}")
    return {name: FILTERS[name]() for name in names}


def enabled_weighers() -> dict[str, Weigher]:
    """Weighers of [filter_scheduler]weight_classes; raises ConfigInvalid for an unknown one."""
    names = [name.rpartition(".")[2] for name in CONF.filter_scheduler.weight_classes]
    if "all_weighers" in names:
        names = list(WEIGHERS)
    unknown = [name for name in names if name not in WEIGHERS]
    if unknown:
        raise exception.ConfigInvalid(reason=f"[filter_scheduler]weight_classes: no weigher {', '.join(unknown)}")
    return {name: WEIGHERS[name]() for name in names}
