# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[workarounds]: switches for trouble in other software, to be removed when it is gone."""

from oslo_config import cfg

GROUP = "workarounds"

OPTIONS = [
    cfg.BoolOpt(
        "handle_virt_lifecycle_events",
        default=True,
        help="Follow the hypervisor's reports that a guest stopped, started or paused; when false only the periodic"
        " comparison does.",
    ),
    cfg.BoolOpt(
        "disable_rootwrap",
        default=False,
        help="Read for compatibility; rootwrap is not used.",
    ),
    cfg.BoolOpt(
        "disable_libvirt_livesnapshot",
        default=False,
        help="Snapshots pause the guest instead of mirroring its running disk.",
    ),
    cfg.BoolOpt(
        "disable_group_policy_check_upcall",
        default=False,
        help="A compute host does not ask the API database again whether a group's policy still holds.",
    ),
    cfg.BoolOpt(
        "enable_numa_live_migration",
        default=False,
        help="Servers with a NUMA topology may be migrated live to hosts that cannot check it.",
    ),
    cfg.BoolOpt(
        "ensure_libvirt_rbd_instance_dir_cleanup",
        default=False,
        help="With disks in Ceph, also remove the server's folder under instances_path when it is deleted.",
    ),
    cfg.BoolOpt(
        "disable_fallback_pcpu_query",
        default=False,
        help="Do not also look for hosts that offer VCPU when pinned servers find no PCPU.",
    ),
    cfg.BoolOpt(
        "never_download_image_if_on_rbd",
        default=False,
        help="Refuse to build when the image is in Ceph and would have to be downloaded.",
    ),
    cfg.BoolOpt(
        "reserve_disk_resource_for_image_cache",
        default=False,
        help="Report the image cache as reserved disk space.",
    ),
    cfg.BoolOpt(
        "libvirt_disable_apic",
        default=False,
        help="Guests get no APIC; for guests hit by a bug with nested virtualisation.",
    ),
    cfg.BoolOpt(
        "enable_qemu_monitor_announce_self",
        default=False,
        help="After a live migration, ask QEMU to announce the guest's addresses.",
    ),
    cfg.BoolOpt(
        "disable_compute_service_check_for_ffu",
        default=False,
        help="Daemons start although some compute services are too old.",
    ),
    cfg.BoolOpt(
        "skip_hypervisor_version_check_on_lm",
        default=False,
        help="A live migration may go to an older hypervisor.",
    ),
    cfg.BoolOpt(
        "skip_cpu_compare_on_dest",
        default=False,
        help="A live migration's target does not compare CPUs beforehand.",
    ),
    cfg.BoolOpt(
        "skip_cpu_compare_at_startup",
        default=False,
        help="nova-compute does not check cpu_models against the host at its start.",
    ),
    cfg.BoolOpt(
        "skip_reserve_in_use_ironic_nodes",
        default=False,
        help="Read for compatibility.",
    ),
    cfg.BoolOpt(
        "disable_deep_image_inspection",
        default=False,
        help="Images are not inspected for formats other than declared. Dangerous: only for images you trust.",
    ),
    cfg.BoolOpt(
        "unified_limits_count_pcpu_as_vcpu",
        default=False,
        help="UnifiedLimitsDriver: pinned CPUs count as virtual CPUs.",
    ),
    cfg.ListOpt(
        "wait_for_vif_plugged_event_during_hard_reboot",
        item_type=cfg.types.String(
            choices=[
                "normal",
                "direct",
                "macvtap",
                "direct-physical",
                "virtio-forwarder",
                "smart-nic",
                "vdpa",
                "accelerator-direct",
                "accelerator-direct-physical",
                "remote-managed",
                "baremetal",
            ]
        ),
        default=[],
        help="Kinds of ports (vnic_type) for which a hard reboot waits for network-vif-plugged.",
    ),
    cfg.IntOpt(
        "qemu_monitor_announce_self_count",
        default=3,
        min=1,
        help="How often the addresses are announced.",
    ),
    cfg.IntOpt(
        "qemu_monitor_announce_self_interval",
        default=1,
        min=1,
        help="Seconds between two announcements.",
    ),
]
