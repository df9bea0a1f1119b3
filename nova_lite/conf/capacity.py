# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[DEFAULT]: how much of a host may be promised to servers, and where servers without a wish go."""

from oslo_config import cfg

GROUP = "DEFAULT"

OPTIONS = [
    cfg.FloatOpt(
        "cpu_allocation_ratio",
        min=0.0,
        help="Virtual CPUs offered per CPU. When set it is written to Placement again and again; unset leaves to the"
        " operator what Placement has.",
    ),
    cfg.FloatOpt(
        "ram_allocation_ratio",
        min=0.0,
        help="Memory offered to servers per memory of the host; see cpu_allocation_ratio.",
    ),
    cfg.FloatOpt(
        "disk_allocation_ratio",
        min=0.0,
        help="Disk offered to servers per disk of the host; see cpu_allocation_ratio.",
    ),
    cfg.FloatOpt(
        "initial_cpu_allocation_ratio",
        default=4.0,
        min=0.0,
        help="CPU ratio of a host that has no inventory yet, where cpu_allocation_ratio is unset.",
    ),
    cfg.FloatOpt(
        "initial_ram_allocation_ratio",
        default=1.0,
        min=0.0,
        help="Memory ratio of a host that has no inventory yet, where ram_allocation_ratio is unset.",
    ),
    cfg.FloatOpt(
        "initial_disk_allocation_ratio",
        default=1.0,
        min=0.0,
        help="Disk ratio of a host that has no inventory yet, where disk_allocation_ratio is unset.",
    ),
    cfg.IntOpt(
        "reserved_host_memory_mb",
        default=512,
        min=0,
        help="MiB of memory kept for the host.",
    ),
    cfg.IntOpt("reserved_host_disk_mb", default=0, min=0, help="MiB of disk kept for the host."),
    cfg.IntOpt("reserved_host_cpus", default=0, min=0, help="CPUs kept for the host."),
    cfg.MultiOpt(
        "reserved_huge_pages",
        item_type=cfg.types.Dict(),
        help="Huge pages kept for the host, one line per NUMA node and page size: node:0,size:2048,count:64 (size in"
        " KiB, or with a unit such as 1GB).",
    ),
    cfg.StrOpt(
        "vcpu_pin_set",
        deprecated_for_removal=True,
        deprecated_reason="[compute] cpu_shared_set and cpu_dedicated_set say it precisely.",
        help="CPUs that servers may use, such as 4-12,^8,15.",
    ),
    cfg.StrOpt(
        "default_availability_zone",
        default="nova",
        help="Zone shown for compute hosts that no zoned aggregate holds.",
    ),
    cfg.StrOpt(
        "default_schedule_zone",
        help="Zone for servers whose request names none; unset means any.",
    ),
    cfg.StrOpt(
        "internal_service_availability_zone",
        default="internal",
        help="Zone shown for services that run no servers.",
    ),
    cfg.IntOpt(
        "migrate_max_retries",
        default=-1,
        min=-1,
        help="Hosts that a live migration tries after the first; 0 only the first, -1 until none is left.",
    ),
    cfg.BoolOpt(
        "allow_resize_to_same_host",
        default=False,
        help="A resize may stay on the server's own host.",
    ),
    cfg.ListOpt(
        "compute_monitors",
        default=[],
        help="Monitors whose figures a compute host reports, such as cpu.virt_driver.",
    ),
    cfg.IntOpt(
        "max_concurrent_builds",
        default=10,
        min=0,
        help="Servers that a compute host builds at the same time; 0 is no limit.",
    ),
    cfg.IntOpt(
        "max_concurrent_snapshots",
        default=5,
        min=0,
        help="Snapshots that a compute host makes at the same time; 0 is no limit.",
    ),
    cfg.IntOpt(
        "max_concurrent_live_migrations",
        default=1,
        min=0,
        help="Live migrations that leave a compute host at the same time; 0 is no limit.",
    ),
    cfg.IntOpt(
        "max_local_block_devices",
        default=3,
        min=-1,
        help="Local disks (root, ephemeral, swap) that a request may ask for; 0 forbids servers with local disks, -1 is"
        " no limit.",
    ),
]
