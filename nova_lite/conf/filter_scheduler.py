# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[filter_scheduler]: which filters and weighers choose among the hosts that Placement offers, and their knobs."""

from oslo_config import cfg

GROUP = "filter_scheduler"

OPTIONS = [
    cfg.ListOpt(
        "enabled_filters",
        default=[
            "ComputeFilter",
            "ComputeCapabilitiesFilter",
            "ImagePropertiesFilter",
            "ServerGroupAntiAffinityFilter",
            "ServerGroupAffinityFilter",
        ],
        deprecated_group="DEFAULT",
        deprecated_name="scheduler_default_filters",
        help="Filters that every host must pass, in this order; put those that drop most hosts first.",
    ),
    cfg.MultiStrOpt(
        "available_filters",
        default=["nova.scheduler.filters.all_filters"],
        deprecated_group="DEFAULT",
        deprecated_name="scheduler_available_filters",
        help="Where enabled_filters are looked up: the built-in ones, or a class by its full name.",
    ),
    cfg.ListOpt(
        "weight_classes",
        default=["nova.scheduler.weights.all_weighers"],
        deprecated_group="DEFAULT",
        deprecated_name="scheduler_weight_classes",
        help="Weighers in use: the built-in ones, or classes by their full names.",
    ),
    cfg.IntOpt(
        "host_subset_size",
        default=1,
        min=1,
        deprecated_group="DEFAULT",
        deprecated_name="scheduler_host_subset_size",
        help="One of this many best hosts is taken at random, so that several schedulers collide less.",
    ),
    cfg.BoolOpt(
        "shuffle_best_same_weighed_hosts",
        default=False,
        help="Take one of the equally best hosts at random, not the first.",
    ),
    cfg.BoolOpt(
        "track_instance_changes",
        default=True,
        deprecated_group="DEFAULT",
        deprecated_name="scheduler_tracks_instance_changes",
        help="Read for compatibility; has no effect: a request that needs the servers of hosts reads them.",
    ),
    cfg.BoolOpt(
        "pci_in_placement",
        default=False,
        help="PCI devices are claimed in Placement. Turn it on when every compute host reports them there.",
    ),
    cfg.IntOpt(
        "max_io_ops_per_host",
        default=8,
        min=0,
        deprecated_group="DEFAULT",
        help="IoOpsFilter: servers that may build, resize, snapshot, migrate or rescue on a host at the same time.",
    ),
    cfg.IntOpt(
        "max_instances_per_host",
        default=50,
        min=1,
        deprecated_group="DEFAULT",
        help="NumInstancesFilter: servers that a host may have.",
    ),
    cfg.ListOpt(
        "isolated_images",
        default=[],
        deprecated_group="DEFAULT",
        help="IsolatedHostsFilter: ids of images that only boot on isolated_hosts.",
    ),
    cfg.ListOpt(
        "isolated_hosts",
        default=[],
        deprecated_group="DEFAULT",
        help="IsolatedHostsFilter: the hosts kept for isolated_images.",
    ),
    cfg.BoolOpt(
        "restrict_isolated_hosts_to_isolated_images",
        default=True,
        deprecated_group="DEFAULT",
        help="IsolatedHostsFilter: other images do not boot on isolated_hosts.",
    ),
    cfg.StrOpt(
        "image_properties_default_architecture",
        help="ImagePropertiesFilter: architecture of images that name none, such as x86_64.",
    ),
    cfg.StrOpt(
        "aggregate_image_properties_isolation_namespace",
        deprecated_for_removal=True,
        deprecated_reason="Traits express the same.",
        help="AggregateImagePropertiesIsolation: only keys with this prefix count.",
    ),
    cfg.StrOpt(
        "aggregate_image_properties_isolation_separator",
        default=".",
        deprecated_for_removal=True,
        deprecated_reason="Traits express the same.",
        help="AggregateImagePropertiesIsolation: what stands between prefix and key.",
    ),
    cfg.FloatOpt(
        "cpu_weight_multiplier",
        default=1.0,
        help="Weight of: free virtual CPUs. Positive: spread; negative: stack; 0: no influence.",
    ),
    cfg.FloatOpt(
        "ram_weight_multiplier",
        default=1.0,
        help="Weight of: free memory. Positive: spread; negative: stack; 0: no influence.",
    ),
    cfg.FloatOpt(
        "disk_weight_multiplier",
        default=1.0,
        help="Weight of: free disk. Positive: spread; negative: stack; 0: no influence.",
    ),
    cfg.FloatOpt(
        "io_ops_weight_multiplier",
        default=-1.0,
        help="Weight of: servers in states heavy on the disk. Positive: prefer busy hosts; negative: prefer"
        " quiet hosts; 0: no influence.",
    ),
    cfg.FloatOpt(
        "pci_weight_multiplier",
        default=1.0,
        min=0.0,
        help="Weight of: free PCI devices that fit what is asked for. Positive: keep hosts with devices for"
        " those who ask.",
    ),
    cfg.FloatOpt(
        "soft_affinity_weight_multiplier",
        default=1.0,
        min=0.0,
        help="Weight of: servers of the same soft-affinity group.",
    ),
    cfg.FloatOpt(
        "soft_anti_affinity_weight_multiplier",
        default=1.0,
        min=0.0,
        help="Weight of: absence of servers of the same soft-anti-affinity group.",
    ),
    cfg.FloatOpt(
        "build_failure_weight_multiplier",
        default=1000000.0,
        help="Weight of: recent failed builds, counted against the host.",
    ),
    cfg.FloatOpt(
        "cross_cell_move_weight_multiplier",
        default=1000000.0,
        help="Weight of: being in the server's present cell, when it moves.",
    ),
    cfg.FloatOpt(
        "hypervisor_version_weight_multiplier",
        default=1.0,
        help="Weight of: version of the hypervisor. Positive: prefer new; negative: prefer old; 0: no influence.",
    ),
    cfg.FloatOpt(
        "num_instances_weight_multiplier",
        default=0.0,
        help="Weight of: number of servers. Positive: prefer hosts with many; negative: prefer hosts with few;"
        " 0: no influence.",
    ),
    cfg.FloatOpt(
        "image_props_weight_multiplier",
        default=0.0,
        help="Weight of: servers on the host whose image has the same properties. Positive: prefer alike;"
        " negative: prefer different; 0: no influence.",
    ),
    cfg.ListOpt(
        "image_props_weight_setting",
        default=[],
        help="Image properties that image_props compares, each as name=weight; all of them alike when empty.",
    ),
]
