# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[libvirt], the part on local disks: backends, limits of qemu-img, snapshots. Registered by nova_lite.conf.libvirt."""

from oslo_config import cfg

OPTIONS = [
    cfg.StrOpt(
        "images_type",
        default="default",
        choices=[
            ("default", "qcow2 if use_cow_images, else flat"),
            ("raw", "old name of flat"),
            ("flat", "files that hold the whole disk"),
            ("qcow2", "overlays of a cached image"),
            ("lvm", "logical volumes"),
            ("rbd", "Ceph"),
            ("ploop", "Virtuozzo"),
        ],
        help="How local disks are kept.",
    ),
    cfg.StrOpt("images_volume_group", help="lvm: the volume group."),
    cfg.BoolOpt("sparse_logical_volumes", default=False, help="lvm: thin volumes."),
    cfg.StrOpt(
        "volume_clear",
        default="zero",
        choices=[("zero", "overwrite with zeros"), ("shred", "overwrite several times"), ("none", "leave")],
        help="lvm: what happens to the content of a volume that is removed.",
    ),
    cfg.IntOpt("volume_clear_size", default=0, min=0, help="lvm: MiB to overwrite; 0 is all."),
    cfg.StrOpt("images_rbd_pool", default="rbd", help="rbd: pool of the disks."),
    cfg.StrOpt("images_rbd_ceph_conf", default="", help="rbd: Ceph configuration file."),
    cfg.StrOpt(
        "images_rbd_glance_store_name",
        default="",
        help="rbd: Glance's name of the store in this cluster; Glance is asked to copy images there.",
    ),
    cfg.IntOpt(
        "images_rbd_glance_copy_poll_interval",
        default=15,
        min=1,
        help="rbd: seconds between two looks whether Glance has copied.",
    ),
    cfg.IntOpt(
        "images_rbd_glance_copy_timeout",
        default=600,
        min=1,
        help="rbd: seconds to wait for the copy.",
    ),
    cfg.StrOpt("rbd_user", help="rbd: Ceph user of disks and volumes."),
    cfg.StrOpt("rbd_secret_uuid", help="rbd: libvirt secret with that user's key."),
    cfg.IntOpt(
        "rbd_connect_timeout",
        default=5,
        help="rbd: seconds to wait for the cluster; -1 is the library's default.",
    ),
    cfg.IntOpt(
        "rbd_destroy_volume_retries",
        default=12,
        min=0,
        help="rbd: how often the removal of a disk that is still watched is tried again.",
    ),
    cfg.IntOpt(
        "rbd_destroy_volume_retry_interval",
        default=5,
        min=0,
        help="rbd: seconds between two such tries.",
    ),
    cfg.IntOpt(
        "images_cpu_time_limit",
        default=30,
        min=1,
        help="Seconds of CPU that qemu-img may use to look into an image; it comes from users.",
    ),
    cfg.IntOpt(
        "images_address_space_limit",
        default=2,
        min=1,
        help="GiB of address space that qemu-img may use for it.",
    ),
    cfg.StrOpt(
        "hw_disk_discard",
        choices=[("ignore", "drop"), ("unmap", "give the space back")],
        help="What happens to a guest's TRIM requests; the hypervisor's default when unset.",
    ),
    cfg.ListOpt(
        "disk_cachemodes",
        default=[],
        help="Cache mode by kind of disk source, such as file=directsync,block=none,network=writeback,mount=none.",
    ),
    cfg.StrOpt("disk_prefix", help="Device name prefix instead of the bus's own (vd, sd, hd)."),
    cfg.StrOpt(
        "snapshot_image_format",
        choices=["raw", "qcow2", "vmdk", "vdi"],
        help="Format of snapshots; that of the disk when unset.",
    ),
    cfg.BoolOpt("snapshot_compression", default=False, help="Compress qcow2 snapshots."),
    cfg.StrOpt(
        "snapshots_directory",
        default="$instances_path/snapshots",
        help="Folder of snapshots until they are uploaded.",
    ),
]
