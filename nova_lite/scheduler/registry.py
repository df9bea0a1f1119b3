# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which filters, weighers and pre-filters there are, and which of them the options switch on."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from oslo_utils import importutils

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.filters.aggregate_extra_specs import AggregateInstanceExtraSpecsFilter
from nova_lite.scheduler.filters.aggregate_image_properties import AggregateImagePropertiesIsolation
from nova_lite.scheduler.filters.aggregate_io_ops import AggregateIoOpsFilter
from nova_lite.scheduler.filters.aggregate_multitenancy import AggregateMultiTenancyIsolation
from nova_lite.scheduler.filters.aggregate_num_instances import AggregateNumInstancesFilter
from nova_lite.scheduler.filters.aggregate_type_affinity import AggregateTypeAffinityFilter
from nova_lite.scheduler.filters.all_hosts import AllHostsFilter
from nova_lite.scheduler.filters.base import Filter
from nova_lite.scheduler.filters.compute import ComputeFilter
from nova_lite.scheduler.filters.compute_capabilities import ComputeCapabilitiesFilter
from nova_lite.scheduler.filters.different_host import DifferentHostFilter
from nova_lite.scheduler.filters.image_properties import ImagePropertiesFilter
from nova_lite.scheduler.filters.io_ops import IoOpsFilter
from nova_lite.scheduler.filters.isolated_hosts import IsolatedHostsFilter
from nova_lite.scheduler.filters.json_query import JsonFilter
from nova_lite.scheduler.filters.metrics import MetricsFilter
from nova_lite.scheduler.filters.num_instances import NumInstancesFilter
from nova_lite.scheduler.filters.numa_topology import NUMATopologyFilter
from nova_lite.scheduler.filters.pci_passthrough import PciPassthroughFilter
from nova_lite.scheduler.filters.same_host import SameHostFilter
from nova_lite.scheduler.filters.server_group_affinity import ServerGroupAffinityFilter
from nova_lite.scheduler.filters.server_group_anti_affinity import ServerGroupAntiAffinityFilter
from nova_lite.scheduler.filters.simple_cidr_affinity import SimpleCIDRAffinityFilter
from nova_lite.scheduler.prefilters import (
    accelerators,
    availability_zone,
    compute_status,
    ephemeral_encryption,
    image_metadata,
    image_type,
    isolate_aggregates,
    owner_nova,
    packed_virtqueue,
    routed_networks,
    tenant_aggregate,
    tpm_secret_security,
    virtio_sound,
)
from nova_lite.scheduler.prefilters.base import Around
from nova_lite.scheduler.weighers.base import Weigher
from nova_lite.scheduler.weighers.build_failure import BuildFailureWeigher
from nova_lite.scheduler.weighers.cpu import CPUWeigher
from nova_lite.scheduler.weighers.cross_cell import CrossCellWeigher
from nova_lite.scheduler.weighers.disk import DiskWeigher
from nova_lite.scheduler.weighers.hypervisor_version import HypervisorVersionWeigher
from nova_lite.scheduler.weighers.image_properties import ImagePropertiesWeigher
from nova_lite.scheduler.weighers.io_ops import IoOpsWeigher
from nova_lite.scheduler.weighers.metrics import MetricsWeigher
from nova_lite.scheduler.weighers.num_instances import NumInstancesWeigher
from nova_lite.scheduler.weighers.pci import PCIWeigher
from nova_lite.scheduler.weighers.ram import RAMWeigher
from nova_lite.scheduler.weighers.soft_affinity import ServerGroupSoftAffinityWeigher
from nova_lite.scheduler.weighers.soft_anti_affinity import ServerGroupSoftAntiAffinityWeigher

T = TypeVar("T")

# Every class path of Nova's own begins so; only its last part means something here.
NOVA = "nova.scheduler."
FILTERS: dict[str, type[Filter]] = {
    one.__name__: one
    for one in (
        AggregateImagePropertiesIsolation,
        AggregateInstanceExtraSpecsFilter,
        AggregateIoOpsFilter,
        AggregateMultiTenancyIsolation,
        AggregateNumInstancesFilter,
        AggregateTypeAffinityFilter,
        AllHostsFilter,
        ComputeCapabilitiesFilter,
        ComputeFilter,
        DifferentHostFilter,
        ImagePropertiesFilter,
        IoOpsFilter,
        IsolatedHostsFilter,
        JsonFilter,
        MetricsFilter,
        NUMATopologyFilter,
        NumInstancesFilter,
        PciPassthroughFilter,
        SameHostFilter,
        ServerGroupAffinityFilter,
        ServerGroupAntiAffinityFilter,
        SimpleCIDRAffinityFilter,
    )
}
# A rebuild with another image stays on its host: only what looks at the image is asked again.
ON_REBUILD = frozenset({"AggregateImagePropertiesIsolation", "ImagePropertiesFilter", "IsolatedHostsFilter"})
WEIGHERS: dict[str, type[Weigher]] = {
    one.__name__: one
    for one in (
        RAMWeigher,
        CPUWeigher,
        DiskWeigher,
        IoOpsWeigher,
        PCIWeigher,
        ServerGroupSoftAffinityWeigher,
        ServerGroupSoftAntiAffinityWeigher,
        BuildFailureWeigher,
        CrossCellWeigher,
        HypervisorVersionWeigher,
        NumInstancesWeigher,
        ImagePropertiesWeigher,
        MetricsWeigher,
    )
}
PREFILTERS: dict[str, Callable[[RequestSpec, Around], None]] = {
    "require_tenant_aggregate": tenant_aggregate.apply,
    "map_az_to_placement_aggregate": availability_zone.apply,
    "require_image_type_support": image_type.apply,
    "compute_status_filter": compute_status.apply,
    "isolate_aggregates": isolate_aggregates.apply,
    "transform_image_metadata": image_metadata.apply,
    "accelerators_filter": accelerators.apply,
    "packed_virtqueue_filter": packed_virtqueue.apply,
    "routed_networks_filter": routed_networks.apply,
    "ephemeral_encryption_filter": ephemeral_encryption.apply,
    "virtio_sound_filter": virtio_sound.apply,
    "tpm_secret_security_filter": tpm_secret_security.apply,
    "owner_nova_filter": owner_nova.apply,
}
# What must be switched on for the policies of server groups to mean something.
GROUP_FILTERS = {"affinity": "ServerGroupAffinityFilter", "anti-affinity": "ServerGroupAntiAffinityFilter"}
GROUP_WEIGHERS = {
    "soft-affinity": "ServerGroupSoftAffinityWeigher",
    "soft-anti-affinity": "ServerGroupSoftAntiAffinityWeigher",
}


def enabled_filters() -> dict[str, Filter]:
    """Filters of [filter_scheduler]enabled_filters in their order; raises ConfigInvalid for an unknown one."""
    options = CONF.filter_scheduler
    available = _available(options.available_filters, FILTERS, "all_filters", "available_filters: no filter")
    unknown = [name for name in options.enabled_filters if name not in available]
    if unknown:
        raise exception.ConfigInvalid(reason=f"[filter_scheduler]enabled_filters: no filter {', '.join(unknown)}")
    return {name: available[name]() for name in options.enabled_filters}


def enabled_weighers() -> dict[str, Weigher]:
    """Weighers of [filter_scheduler]weight_classes; raises ConfigInvalid for an unknown one."""
    classes = CONF.filter_scheduler.weight_classes
    found = _available(classes, WEIGHERS, "all_weighers", "weight_classes: no weigher")
    return {name: one() for name, one in found.items()}


def _available(paths: Iterable[str], own: dict[str, type[T]], everything: str, complaint: str) -> dict[str, type[T]]:
    """Classes by name: ours for Nova's paths, others imported from where they say."""
    found: dict[str, type[T]] = {}
    for path in paths:
        name = path.rpartition(".")[2]
        if name == everything:
            found.update(own)
        elif name in own and (name == path or path.startswith(NOVA)):
            found[name] = own[name]
        else:
            try:
                found[name] = importutils.import_class(path)
            except (ImportError, ValueError) as error:
                raise exception.ConfigInvalid(reason=f"[filter_scheduler]{complaint} {path} ({error})") from error
    return found


def check_group(policy: str | None, filters: Iterable[str], weighers: Iterable[str]) -> None:
    """Raise UnsupportedPolicy for a server group's policy that nothing switched on would keep."""
    for needed, present in ((GROUP_FILTERS, filters), (GROUP_WEIGHERS, weighers)):
        name = needed.get(policy or "")
        if name and name not in present:
            raise exception.UnsupportedPolicy(reason=f"{name} not configured")
