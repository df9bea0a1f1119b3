# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[compute]: nova-compute on any hypervisor."""

from oslo_config import cfg

GROUP = "compute"

OPTIONS = [
    cfg.IntOpt(
        "consecutive_build_service_disable_threshold",
        default=10,
        min=0,
        help="After this many failed builds in a row the scheduler's build_failure weigher counts against the host;"
        " 0 never reports failures.",
    ),
    cfg.IntOpt(
        "shutdown_retry_interval",
        default=10,
        min=1,
        help="Seconds between two requests to a guest to power off.",
    ),
    cfg.StrOpt(
        "cpu_shared_set",
        help="Host CPUs of unpinned servers and of emulator threads, such as 4-12,^8,15.",
    ),
    cfg.StrOpt("cpu_dedicated_set", help="Host CPUs of pinned servers, in the same form."),
    cfg.IntOpt(
        "resource_provider_association_refresh",
        default=300,
        min=0,
        help="Seconds that aggregates and traits read from Placement are remembered; 0 for ever.",
    ),
    cfg.BoolOpt(
        "live_migration_wait_for_vif_plug",
        default=True,
        help="A live migration starts when Neutron reports the ports as plugged on the target.",
    ),
    cfg.IntOpt(
        "max_concurrent_disk_ops",
        default=0,
        min=0,
        help="Disk-heavy steps (download, conversion, copy) at the same time; 0 is no limit.",
    ),
    cfg.IntOpt(
        "max_disk_devices_to_attach",
        default=-1,
        min=-1,
        help="Disks that a server may have, root included; -1 is no limit, 0 is refused.",
    ),
    cfg.StrOpt(
        "provider_config_location",
        default="/etc/nova/provider_config/",
        help="Folder of YAML files that add inventories and traits to this host's provider.",
    ),
    cfg.ListOpt(
        "image_type_exclude_list",
        default=[],
        help="Disk formats of images that this host does not offer although its driver could.",
    ),
    cfg.ListOpt(
        "vmdk_allowed_types",
        default=["streamOptimized", "monolithicSparse"],
        help="VMDK createTypes that may be booted; types that name other files are a risk. Empty allows none.",
    ),
    cfg.BoolOpt(
        "packing_host_numa_cells_allocation_strategy",
        default=False,
        help="Fill one NUMA node before the next; when false the emptiest is taken first.",
    ),
    cfg.IntOpt(
        "sharing_providers_max_uuids_per_request",
        default=200,
        min=1,
        help="Aggregates named in one request for sharing providers.",
    ),
]
