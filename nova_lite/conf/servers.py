# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[DEFAULT]: how a server is made on its host: names, disks, config drive, waiting for network and volumes."""

from oslo_config import cfg

GROUP = "DEFAULT"

OPTIONS = [
    cfg.StrOpt(
        "instance_name_template",
        default="instance-%08x",
        help="Name of the guest in the hypervisor, made from the server's row number, or from %(id)d, %(uuid)s and"
        " %(hostname)s. Never change it on a cloud that has servers.",
    ),
    cfg.StrOpt(
        "osapi_compute_unique_server_name_scope",
        default="",
        choices=[
            ("", "names may repeat"),
            ("project", "unique within a project"),
            ("global", "unique in the cloud"),
        ],
        help="Where the name of a server has to be unique, regardless of case.",
    ),
    cfg.StrOpt(
        "default_access_ip_network_name",
        help="Network whose addresses become the access addresses of a server that was created without any.",
    ),
    cfg.IntOpt(
        "password_length",
        default=12,
        min=0,
        help="Characters of a generated administrator password.",
    ),
    cfg.BoolOpt(
        "use_cow_images",
        default=True,
        help="Root disks are qcow2 overlays of a cached image; when false they are full copies.",
    ),
    cfg.BoolOpt(
        "force_raw_images",
        default=True,
        help="Images are converted to raw on their way into the cache.",
    ),
    cfg.StrOpt(
        "preallocate_images",
        default="none",
        choices=[("none", "sparse disks"), ("space", "allocate the whole disk when it is made")],
        help="Disk space of new disks.",
    ),
    cfg.StrOpt(
        "default_ephemeral_format",
        choices=["ext2", "ext3", "ext4", "xfs", "ntfs"],
        help="File system of ephemeral disks whose request names none; unset chooses by the image's os_type.",
    ),
    cfg.MultiStrOpt(
        "virt_mkfs",
        default=[],
        help="Command that makes a file system on an ephemeral disk, by os_type: linux=mkfs.ext4 -L %(fs_label)s -F"
        " %(target)s",
    ),
    cfg.BoolOpt(
        "resize_fs_using_block_device",
        default=False,
        help="Grow file systems of raw root disks through a block device (needs nbd or a loop device).",
    ),
    cfg.IntOpt("timeout_nbd", default=10, min=0, help="Seconds to wait for an nbd device."),
    cfg.BoolOpt("force_config_drive", default=False, help="Every server gets a config drive."),
    cfg.StrOpt(
        "config_drive_format",
        default="iso9660",
        choices=[("iso9660", "a CD image"), ("vfat", "a small FAT disk, for live migration of old guests")],
        help="Format of config drives.",
    ),
    cfg.StrOpt(
        "mkisofs_cmd",
        default="genisoimage",
        help="Program that makes iso9660 config drives; mkisofs and xorrisofs take the same arguments.",
    ),
    cfg.BoolOpt(
        "flat_injected",
        default=False,
        help="Describe static addresses of networks without DHCP to the guest in a file.",
    ),
    cfg.StrOpt(
        "injected_network_template",
        help="Template of that file; a built-in one for Debian's interfaces(5) when unset.",
    ),
    cfg.StrOpt(
        "pointer_model",
        default="usbtablet",
        choices=[
            ("usbtablet", "absolute coordinates"),
            ("ps2mouse", "relative movements"),
            ("none", "whatever the hypervisor gives"),
        ],
        help="Pointer of guests whose image names none.",
    ),
    cfg.IntOpt(
        "block_device_allocate_retries",
        default=60,
        min=0,
        help="How often a build looks whether a new volume is ready.",
    ),
    cfg.IntOpt(
        "block_device_allocate_retries_interval",
        default=3,
        min=0,
        help="Seconds between two such looks.",
    ),
    cfg.IntOpt(
        "network_allocate_retries",
        default=0,
        min=0,
        help="How often the making of ports is tried again.",
    ),
    cfg.BoolOpt(
        "vif_plugging_is_fatal",
        default=True,
        help="A server whose ports Neutron does not report as plugged in time fails to build.",
    ),
    cfg.IntOpt(
        "vif_plugging_timeout",
        default=300,
        min=0,
        help="Seconds to wait for Neutron's network-vif-plugged event; 0 does not wait.",
    ),
    cfg.IntOpt(
        "arq_binding_timeout",
        default=300,
        min=1,
        help="Seconds to wait for Cyborg's event that accelerators are bound.",
    ),
    cfg.IntOpt(
        "reimage_timeout_per_gb",
        default=20,
        min=1,
        help="Seconds per GiB to wait for Cinder while a volume gets a new image.",
    ),
    cfg.IntOpt(
        "shutdown_timeout",
        default=60,
        min=0,
        help="Seconds a guest gets to power off by itself before it is cut off; the image's os_shutdown_timeout wins.",
    ),
    cfg.BoolOpt(
        "resume_guests_state_on_host_boot",
        default=False,
        help="When a compute host comes back, start the guests that ran before.",
    ),
    cfg.ListOpt(
        "non_inheritable_image_properties",
        default=["cache_in_nova", "bittorrent"],
        help="Image properties that a snapshot of the server does not get.",
    ),
    cfg.IntOpt(
        "live_migration_retry_count",
        default=30,
        min=0,
        help="How often the preparation of a live migration asks whether a volume has appeared.",
    ),
]
