# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[api]: limits and habits of the Compute API and of the metadata API."""

from oslo_config import cfg

GROUP = "api"

OPTIONS = [
    cfg.IntOpt(
        "max_limit",
        default=1000,
        min=0,
        deprecated_group="DEFAULT",
        deprecated_name="osapi_max_limit",
        help="Largest number of rows in one page of a list.",
    ),
    cfg.StrOpt(
        "compute_link_prefix",
        deprecated_group="DEFAULT",
        deprecated_name="osapi_compute_link_prefix",
        help="Replaces scheme, host and port in links to this API.",
    ),
    cfg.StrOpt(
        "glance_link_prefix",
        deprecated_group="DEFAULT",
        deprecated_name="osapi_glance_link_prefix",
        help="Replaces scheme, host and port in links to images.",
    ),
    cfg.BoolOpt(
        "enable_instance_password",
        default=True,
        deprecated_group="DEFAULT",
        help="Answers to create, rebuild and rescue carry adminPass.",
    ),
    cfg.BoolOpt(
        "use_neutron_default_nets",
        default=False,
        deprecated_group="DEFAULT",
        help="os-tenant-networks also lists the networks of neutron_default_project_id.",
    ),
    cfg.StrOpt(
        "neutron_default_project_id",
        default="default",
        deprecated_group="DEFAULT",
        deprecated_name="neutron_default_tenant_id",
        help="Project whose networks are default networks.",
    ),
    cfg.StrOpt(
        "instance_list_cells_batch_strategy",
        default="distributed",
        choices=[
            ("distributed", "page size divided by the number of cells, plus a reserve"),
            ("fixed", "instance_list_cells_batch_fixed_size"),
        ],
        help="How many servers a sorted list reads from a cell at a time.",
    ),
    cfg.IntOpt(
        "instance_list_cells_batch_fixed_size",
        default=100,
        min=100,
        help="Servers read from a cell at a time with the strategy `fixed`.",
    ),
    cfg.BoolOpt(
        "instance_list_per_project_cells",
        default=False,
        help="A project's list asks only cells in which the project has servers.",
    ),
    cfg.BoolOpt(
        "list_records_by_skipping_down_cells",
        default=True,
        help="Lists leave out cells that do not answer; when false such a list fails.",
    ),
    cfg.BoolOpt(
        "local_metadata_per_cell",
        default=False,
        help="The metadata API serves one cell and does not read the API database for it.",
    ),
    cfg.IntOpt(
        "metadata_cache_expiration",
        default=15,
        min=0,
        deprecated_group="DEFAULT",
        help="Seconds that the metadata of a server is remembered; 0 never.",
    ),
    cfg.StrOpt(
        "dhcp_domain",
        default="novalocal",
        deprecated_group="DEFAULT",
        help="Domain added to host names in metadata and config drives; empty adds none.",
    ),
    cfg.StrOpt(
        "config_drive_skip_versions",
        default="1.0 2007-01-19 2007-03-01 2007-08-29 2007-10-10 2007-12-15 2008-02-01 2008-09-01",
        deprecated_group="DEFAULT",
        help="EC2 versions that config drives leave out, separated by spaces.",
    ),
    cfg.ListOpt(
        "vendordata_providers",
        item_type=cfg.types.String(choices=["StaticJSON", "DynamicJSON"]),
        default=["StaticJSON"],
        deprecated_group="DEFAULT",
        help="Sources of vendor data: StaticJSON reads a file, DynamicJSON asks web services.",
    ),
    cfg.StrOpt(
        "vendordata_jsonfile_path",
        deprecated_group="DEFAULT",
        help="File with the static vendor data, a JSON object.",
    ),
    cfg.ListOpt(
        "vendordata_dynamic_targets",
        default=[],
        deprecated_group="DEFAULT",
        help="Web services of dynamic vendor data, each as name@url.",
    ),
    cfg.StrOpt(
        "vendordata_dynamic_ssl_certfile",
        default="",
        deprecated_group="DEFAULT",
        help="CA file for these services; empty takes the system's.",
    ),
    cfg.IntOpt(
        "vendordata_dynamic_connect_timeout",
        default=5,
        min=3,
        deprecated_group="DEFAULT",
        help="Seconds to wait for a connection to such a service.",
    ),
    cfg.IntOpt(
        "vendordata_dynamic_read_timeout",
        default=5,
        min=0,
        deprecated_group="DEFAULT",
        help="Seconds to wait for its answer.",
    ),
    cfg.BoolOpt(
        "vendordata_dynamic_failure_fatal",
        default=False,
        deprecated_group="DEFAULT",
        help="A failing service fails the request for metadata.",
    ),
    cfg.StrOpt(
        "response_validation",
        default="warn",
        choices=[
            ("error", "answer 500"),
            ("warn", "log a warning"),
            ("ignore", "do not check"),
        ],
        help="What happens to an answer that does not fit its schema.",
    ),
]
