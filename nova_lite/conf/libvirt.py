# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[libvirt]: guests on libvirt: hypervisor, CPUs, devices, consoles of the guest and how it is started and snapshot.

Disks, volumes and migration have modules of their own; all of them end up in this one section.
"""

from oslo_config import cfg

from nova_lite.conf import libvirt_disks, libvirt_migration, libvirt_volumes

GROUP = "libvirt"

_HOST = [
    cfg.StrOpt(
        "virt_type",
        default="kvm",
        choices=["kvm", "lxc", "qemu", "parallels"],
        deprecated_group="DEFAULT",
        deprecated_name="libvirt_type",
        help="Kind of guests: kvm needs hardware support, qemu emulates.",
    ),
    cfg.StrOpt(
        "connection_uri",
        default="",
        deprecated_group="DEFAULT",
        deprecated_name="libvirt_uri",
        help="Address of libvirt instead of the usual one for virt_type.",
    ),
    cfg.StrOpt(
        "cpu_mode",
        choices=[
            ("host-model", "the named model closest to the host, plus its features"),
            ("host-passthrough", "exactly the host's CPU"),
            ("custom", "the models of cpu_models"),
            ("none", "what the hypervisor gives"),
        ],
        help="CPU of guests. Unset is host-model for kvm and qemu (host-passthrough on aarch64), none otherwise.",
    ),
    cfg.ListOpt(
        "cpu_models",
        default=[],
        deprecated_name="cpu_model",
        help="With cpu_mode custom: models, plainest first; the first that has the traits a flavor asks for is taken.",
    ),
    cfg.ListOpt(
        "cpu_model_extra_flags",
        item_type=cfg.types.String(ignore_case=True),
        default=[],
        help="CPU features that guests get in addition (name or +name) or lose (-name).",
    ),
    cfg.ListOpt(
        "hw_machine_type",
        default=[],
        help="Machine type by architecture, such as x86_64=q35; the hypervisor's own when unset. Existing servers keep"
        " the type they started with.",
    ),
    cfg.BoolOpt(
        "cpu_power_management",
        default=False,
        help="Put dedicated CPUs to sleep that no server uses.",
    ),
    cfg.StrOpt(
        "cpu_power_management_strategy",
        default="cpu_state",
        choices=[("cpu_state", "take CPUs offline"), ("governor", "switch their frequency governor")],
        help="How they sleep.",
    ),
    cfg.StrOpt("cpu_power_governor_low", default="powersave", help="Governor of CPUs that nobody uses."),
    cfg.StrOpt("cpu_power_governor_high", default="performance", help="Governor of CPUs in use."),
    cfg.ListOpt("uid_maps", default=[], help="lxc: mapping of user ids, guest:host:count; up to 5."),
    cfg.ListOpt("gid_maps", default=[], help="lxc: mapping of group ids, likewise."),
]

_GUEST = [
    cfg.StrOpt("rescue_image_id", help="Image for rescue requests that name none; the server's own when unset."),
    cfg.StrOpt("rescue_kernel_id", help="Kernel image of a rescue that has none."),
    cfg.StrOpt("rescue_ramdisk_id", help="Initial RAM disk image of a rescue that has none."),
    cfg.BoolOpt("inject_password", default=False, help="Write adminPass into the disk of a new server."),
    cfg.BoolOpt("inject_key", default=False, help="Write the ssh key into the disk of a new server."),
    cfg.IntOpt(
        "inject_partition",
        default=-2,
        min=-2,
        help="Partition to write into: -2 turns it off, -1 looks for it, 0 is the whole disk, n the n-th.",
    ),
    cfg.IntOpt(
        "wait_soft_reboot_seconds",
        default=120,
        min=0,
        help="Seconds a guest gets to reboot by itself before it is rebooted hard.",
    ),
    cfg.IntOpt(
        "mem_stats_period_seconds",
        default=10,
        help="Seconds between two readings of the memory balloon; 0 or less turns them off.",
    ),
    cfg.StrOpt(
        "sysinfo_serial",
        default="unique",
        choices=[
            ("none", "no serial number"),
            ("os", "/etc/machine-id of the host"),
            ("hardware", "the host's serial number as libvirt tells it"),
            ("auto", "machine-id, else hardware"),
            ("unique", "the server's UUID"),
        ],
        help="Serial number that a guest reads in its BIOS.",
    ),
    cfg.StrOpt(
        "rng_dev_path",
        default="/dev/urandom",
        help="Source of randomness for guests; empty leaves the device without a source of its own.",
    ),
    cfg.IntOpt(
        "realtime_scheduler_priority",
        default=1,
        help="Priority of the virtual CPUs of real-time guests.",
    ),
    cfg.IntOpt(
        "num_pcie_ports",
        default=0,
        min=0,
        max=28,
        help="PCIe ports of q35 and virt guests, and so the number of devices that can be plugged in; 0 leaves it to"
        " libvirt.",
    ),
    cfg.IntOpt(
        "file_backed_memory",
        default=0,
        min=0,
        help="MiB of guest memory kept in files; 0 turns it off. Rules out overcommit and huge pages.",
    ),
    cfg.IntOpt("max_queues", min=1, help="Most queues of a multiqueue interface; the kernel's limit when unset."),
    cfg.IntOpt("rx_queue_size", choices=[256, 512, 1024], help="Descriptors of a virtio receive queue."),
    cfg.IntOpt("tx_queue_size", choices=[256, 512, 1024], help="Descriptors of a virtio transmit queue."),
    cfg.BoolOpt(
        "use_virtio_for_bridges",
        default=True,
        deprecated_group="DEFAULT",
        deprecated_name="libvirt_use_virtio_for_bridges",
        help="Interfaces of guests are virtio where the image names no model.",
    ),
    cfg.ListOpt(
        "enabled_perf_events",
        default=[],
        help="Performance counters of guests that libvirt keeps, such as cpu_clock.",
    ),
    cfg.IntOpt(
        "tb_cache_size",
        min=0,
        help="qemu: MiB of the translation cache of each guest; QEMU's default when unset.",
    ),
    cfg.ListOpt(
        "pmem_namespaces",
        default=[],
        help="Persistent memory for guests, each as LABEL:namespace|namespace.",
    ),
    cfg.BoolOpt("swtpm_enabled", default=False, help="Offer emulated TPM devices."),
    cfg.StrOpt("swtpm_user", default="tss", help="User of swtpm; owns the TPM state that migrates."),
    cfg.StrOpt("swtpm_group", default="tss", help="Group of swtpm, likewise."),
    cfg.ListOpt(
        "supported_tpm_secret_security",
        item_type=cfg.types.String(choices=["user", "host", "deployment"]),
        default=["user", "host", "deployment"],
        help="Who may hold the secret of a guest's TPM on this host.",
    ),
    cfg.IntOpt(
        "device_detach_attempts",
        default=8,
        min=1,
        help="How often a running guest is asked to give a device up.",
    ),
    cfg.IntOpt(
        "device_detach_timeout",
        default=20,
        min=1,
        help="Seconds to wait for its answer each time.",
    ),
]

OPTIONS = [
    *_HOST,
    *_GUEST,
    *libvirt_disks.OPTIONS,
    *libvirt_volumes.OPTIONS,
    *libvirt_migration.OPTIONS,
]
