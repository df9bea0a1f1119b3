# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[libvirt], the part on volumes and shares. Registered by nova_lite.conf.libvirt."""

from oslo_config import cfg

OPTIONS = [
    cfg.BoolOpt(
        "volume_use_multipath",
        default=False,
        deprecated_name="iscsi_use_multipath",
        help="Connect volumes over several paths; needs multipathd.",
    ),
    cfg.BoolOpt(
        "volume_enforce_multipath",
        default=False,
        help="Refuse to connect volumes when multipathd does not run.",
    ),
    cfg.IntOpt(
        "num_volume_scan_tries",
        default=5,
        min=1,
        deprecated_name="num_iscsi_scan_tries",
        help="How often to look for a connected iSCSI or Fibre Channel volume.",
    ),
    cfg.IntOpt("num_nvme_discover_tries", default=5, min=1, help="The same for NVMe."),
    cfg.StrOpt("iscsi_iface", deprecated_name="iscsi_transport", help="iSCSI transport interface for offload cards."),
    cfg.BoolOpt(
        "use_default_aio_mode_for_volumes",
        default=False,
        help="Leave the asynchronous I/O mode of volumes to the hypervisor instead of asking for `native`.",
    ),
    cfg.StrOpt("nfs_mount_point_base", default="$state_path/mnt", help="Where NFS shares are mounted."),
    cfg.StrOpt("nfs_mount_options", help="Options of these mounts, see nfs(5)."),
    cfg.StrOpt("ceph_mount_point_base", default="$state_path/mnt", help="Where CephFS shares are mounted."),
    cfg.ListOpt("ceph_mount_options", default=[], help="Options of these mounts, see mount.ceph(8)."),
    cfg.StrOpt("smbfs_mount_point_base", default="$state_path/mnt", help="Where SMB shares are mounted."),
    cfg.StrOpt("smbfs_mount_options", default="", help="Options of these mounts, see mount.cifs(8)."),
    cfg.StrOpt("quobyte_mount_point_base", default="$state_path/mnt", help="Where Quobyte volumes are mounted."),
    cfg.StrOpt("quobyte_client_cfg", help="Configuration file of the Quobyte client."),
    cfg.StrOpt("vzstorage_mount_point_base", default="$state_path/mnt", help="Where Virtuozzo storage is mounted."),
    cfg.StrOpt("vzstorage_mount_user", default="stack", help="Owner of these mounts."),
    cfg.StrOpt("vzstorage_mount_group", default="qemu", help="Group of these mounts."),
    cfg.StrOpt("vzstorage_mount_perms", default="0770", help="Access bits of these mounts."),
    cfg.StrOpt(
        "vzstorage_log_path",
        default="/var/log/vstorage/%(cluster_name)s/nova.log.gz",
        help="Log file of these mounts.",
    ),
    cfg.StrOpt("vzstorage_cache_path", help="Folder on a fast disk that caches reads of Virtuozzo storage."),
    cfg.ListOpt("vzstorage_mount_opts", default=[], help="Further options of these mounts."),
]
