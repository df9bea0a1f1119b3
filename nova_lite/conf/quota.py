# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[quota]: default limits and how use is counted."""

from oslo_config import cfg

GROUP = "quota"

OPTIONS = [
    cfg.IntOpt(
        "instances",
        default=10,
        min=-1,
        deprecated_group="DEFAULT",
        deprecated_name="quota_instances",
        help="Default limit: servers per project; -1 is no limit.",
    ),
    cfg.IntOpt(
        "cores",
        default=20,
        min=-1,
        deprecated_group="DEFAULT",
        deprecated_name="quota_cores",
        help="Default limit: virtual CPUs per project; -1 is no limit.",
    ),
    cfg.IntOpt(
        "ram",
        default=51200,
        min=-1,
        deprecated_group="DEFAULT",
        deprecated_name="quota_ram",
        help="Default limit: MiB of memory per project; -1 is no limit.",
    ),
    cfg.IntOpt(
        "metadata_items",
        default=128,
        min=-1,
        deprecated_group="DEFAULT",
        deprecated_name="quota_metadata_items",
        help="Default limit: metadata items per server; -1 is no limit.",
    ),
    cfg.IntOpt(
        "injected_files",
        default=5,
        min=-1,
        deprecated_group="DEFAULT",
        deprecated_name="quota_injected_files",
        help="Default limit: files injected into a server; -1 is no limit.",
    ),
    cfg.IntOpt(
        "injected_file_content_bytes",
        default=10240,
        min=-1,
        deprecated_group="DEFAULT",
        deprecated_name="quota_injected_file_content_bytes",
        help="Default limit: bytes of an injected file; -1 is no limit.",
    ),
    cfg.IntOpt(
        "injected_file_path_length",
        default=255,
        min=-1,
        deprecated_group="DEFAULT",
        deprecated_name="quota_injected_file_path_length",
        help="Default limit: characters in the path of an injected file; -1 is no limit.",
    ),
    cfg.IntOpt(
        "key_pairs",
        default=100,
        min=-1,
        deprecated_group="DEFAULT",
        deprecated_name="quota_key_pairs",
        help="Default limit: key pairs per user; -1 is no limit.",
    ),
    cfg.IntOpt(
        "server_groups",
        default=10,
        min=-1,
        deprecated_group="DEFAULT",
        deprecated_name="quota_server_groups",
        help="Default limit: server groups per project; -1 is no limit.",
    ),
    cfg.IntOpt(
        "server_group_members",
        default=10,
        min=-1,
        deprecated_group="DEFAULT",
        deprecated_name="quota_server_group_members",
        help="Default limit: servers per server group; -1 is no limit.",
    ),
    cfg.StrOpt(
        "driver",
        default="nova.quota.DbQuotaDriver",
        choices=[
            ("nova.quota.DbQuotaDriver", "limits in the API database"),
            ("nova.quota.NoopQuotaDriver", "no limits"),
            ("nova.quota.UnifiedLimitsDriver", "limits in Keystone"),
        ],
        deprecated_group="DEFAULT",
        deprecated_name="quota_driver",
        help="Where limits are kept.",
    ),
    cfg.BoolOpt(
        "recheck_quota",
        default=True,
        help="Count again after the rows are written and undo the request that went over a limit, so that requests at"
        " the same time cannot pass it together.",
    ),
    cfg.BoolOpt(
        "count_usage_from_placement",
        default=False,
        help="Count cores and memory in Placement, so that a cell that is down does not matter.",
    ),
    cfg.StrOpt(
        "unified_limits_resource_strategy",
        default="require",
        choices=[
            ("require", "only the resources listed need a registered limit; others without one are not limited"),
            ("ignore", "all resources need a registered limit, except those listed"),
        ],
        help="UnifiedLimitsDriver: how to read unified_limits_resource_list. A resource that needs a limit and has none"
        " cannot be had at all.",
    ),
    cfg.ListOpt(
        "unified_limits_resource_list",
        default=["servers"],
        help="UnifiedLimitsDriver: resources by the names they have in Keystone, such as servers, class:VCPU,"
        " server_key_pairs.",
    ),
]
