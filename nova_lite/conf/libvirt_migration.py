# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[libvirt], the part on moving guests between hosts. Registered by nova_lite.conf.libvirt."""

from oslo_config import cfg

OPTIONS = [
    cfg.StrOpt(
        "live_migration_uri",
        deprecated_for_removal=True,
        deprecated_reason="live_migration_scheme and live_migration_inbound_addr say it in parts.",
        help="Address of the target's libvirt, with %s for its name.",
    ),
    cfg.StrOpt("live_migration_scheme", help="Transport to the target's libvirt, such as tls or ssh."),
    cfg.StrOpt(
        "live_migration_inbound_addr",
        help="Name or address by which other hosts reach this one for live migration; the host name when unset.",
    ),
    cfg.StrOpt(
        "migration_inbound_addr",
        default="$my_ip",
        help="Address by which other hosts reach this one for cold migration and resize.",
    ),
    cfg.IntOpt("live_migration_bandwidth", default=0, min=0, help="MiB per second; 0 is no limit."),
    cfg.IntOpt(
        "live_migration_downtime",
        default=500,
        min=100,
        help="Milliseconds that a guest may stand still at the end.",
    ),
    cfg.IntOpt(
        "live_migration_downtime_steps",
        default=10,
        min=3,
        help="Steps in which that time is granted.",
    ),
    cfg.IntOpt(
        "live_migration_downtime_delay",
        default=75,
        min=3,
        help="Seconds between two steps, per GiB of memory and disk to copy.",
    ),
    cfg.IntOpt(
        "live_migration_completion_timeout",
        default=800,
        min=0,
        mutable=True,
        help="Seconds per GiB to copy after which live_migration_timeout_action is taken; 0 never.",
    ),
    cfg.StrOpt(
        "live_migration_timeout_action",
        default="abort",
        choices=[("abort", "give up"), ("force_complete", "pause the guest, or switch to post-copy")],
        mutable=True,
        help="What happens to a migration that takes too long.",
    ),
    cfg.IntOpt(
        "live_migration_monitor_interval",
        default=5,
        min=1,
        help="Seconds between two looks at the progress.",
    ),
    cfg.BoolOpt(
        "live_migration_permit_post_copy",
        default=False,
        help="A migration that does not converge may run the guest on the target before all memory is there.",
    ),
    cfg.BoolOpt(
        "live_migration_permit_auto_converge",
        default=False,
        help="The hypervisor may slow the guest's CPU down so that a migration converges.",
    ),
    cfg.BoolOpt(
        "live_migration_tunnelled",
        default=False,
        deprecated_for_removal=True,
        deprecated_reason="live_migration_with_native_tls encrypts too and copies local disks.",
        help="Send the guest's memory through libvirt's connection.",
    ),
    cfg.BoolOpt(
        "live_migration_with_native_tls",
        default=False,
        help="QEMU encrypts memory and disks on their way.",
    ),
    cfg.IntOpt(
        "live_migration_parallel_connections",
        default=1,
        min=1,
        help="Connections that carry the memory at the same time.",
    ),
    cfg.StrOpt(
        "remote_filesystem_transport",
        default="ssh",
        choices=["ssh", "rsync"],
        help="How files are copied to another host.",
    ),
]
