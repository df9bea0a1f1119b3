# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[DEFAULT]: who this host is and where it keeps its files."""

import os
import socket

from oslo_config import cfg
from oslo_utils import netutils

GROUP = "DEFAULT"
_BASE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

OPTIONS = [
    cfg.StrOpt(
        "host",
        default=socket.gethostname(),
        sample_default="<host name>",
        help="Name of this service host in messages and in the database. Must be unique among hosts of one kind"
        " and must stay the same for the life of the host: servers, ports and inventories are recorded under it.",
    ),
    cfg.HostAddressOpt(
        "my_ip",
        default=netutils.get_my_ipv4(),
        sample_default="<first IPv4 address>",
        help="Management address of this host; the default of several other addresses.",
    ),
    cfg.StrOpt(
        "my_block_storage_ip",
        default="$my_ip",
        help="Address that volume connectors name as this host's.",
    ),
    cfg.StrOpt(
        "my_shared_fs_storage_ip",
        default="$my_ip",
        help="Address that is granted access to file shares.",
    ),
    cfg.StrOpt(
        "pybasedir",
        default=_BASE,
        sample_default="<where nova_lite is installed>",
        help="Folder that holds the installed package.",
    ),
    cfg.StrOpt(
        "state_path",
        default="$pybasedir",
        help="Top folder of everything the daemons write. Set it: packages and devstack use /var/lib/nova.",
    ),
    cfg.StrOpt("tempdir", help="Folder for temporary files; the system's when unset."),
    cfg.StrOpt(
        "instances_path",
        default="$state_path/instances",
        help="Folder of the guests of a compute host: disks, image cache, console logs. May be shared between hosts.",
    ),
    cfg.StrOpt(
        "rootwrap_config",
        default="/etc/nova/rootwrap.conf",
        help="Read for compatibility; commands that need root run through privsep.",
    ),
    cfg.BoolOpt(
        "use_rootwrap_daemon",
        default=False,
        help="Read for compatibility; has no effect.",
    ),
    cfg.StrOpt(
        "compute_driver",
        help="Hypervisor driver of nova-compute, which refuses to start without it: libvirt.LibvirtDriver, or"
        " fake.FakeDriver for tests.",
    ),
]
