# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[scheduler]: what nova-scheduler asks of Placement, and how often a build is tried."""

from oslo_config import cfg

GROUP = "scheduler"

OPTIONS = [
    cfg.IntOpt("workers", min=1, help="Worker processes of nova-scheduler; one per CPU when unset."),
    cfg.IntOpt(
        "max_attempts",
        default=3,
        min=1,
        help="Hosts on which a build or a cold migration is tried before it fails.",
    ),
    cfg.IntOpt(
        "discover_hosts_in_cells_interval",
        default=-1,
        min=-1,
        help="Seconds between two searches for new compute hosts; -1 leaves it to `nova-manage cell_v2"
        " discover_hosts`.",
    ),
    cfg.IntOpt(
        "max_placement_results",
        default=1000,
        min=1,
        help="Candidates that Placement is asked for at once.",
    ),
    cfg.BoolOpt(
        "limit_tenants_to_placement_aggregate",
        default=False,
        help="Aggregates with the key filter_tenant_id keep their hosts for these projects, and these projects"
        " to them.",
    ),
    cfg.BoolOpt(
        "placement_aggregate_required_for_tenants",
        default=False,
        help="With limit_tenants_to_placement_aggregate: a project without such an aggregate finds no host.",
    ),
    cfg.BoolOpt(
        "query_placement_for_image_type_support",
        default=False,
        help="Only hosts that can use the image's disk format.",
    ),
    cfg.BoolOpt(
        "query_placement_for_routed_network_aggregates",
        default=False,
        help="Only hosts that the segment of the requested network reaches.",
    ),
    cfg.BoolOpt(
        "enable_isolated_aggregate_filtering",
        default=False,
        help="Aggregates with keys trait:<name>=required take only servers that ask for these traits.",
    ),
    cfg.BoolOpt(
        "image_metadata_prefilter",
        default=False,
        help="Turn image properties such as the disk bus into required traits.",
    ),
]
