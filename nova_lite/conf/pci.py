# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[pci]: which PCI devices servers may get. Values are JSON, one object (or a list) per line."""

from oslo_config import cfg

GROUP = "pci"

OPTIONS = [
    cfg.MultiStrOpt(
        "device_spec",
        default=[],
        deprecated_opts=[
            cfg.DeprecatedOpt("passthrough_whitelist", group="pci"),
            cfg.DeprecatedOpt("pci_passthrough_whitelist", group="DEFAULT"),
        ],
        help='Devices of this host for servers, such as {"vendor_id": "8086", "product_id": "10fb",'
        ' "physical_network": "physnet1"} or {"address": "0000:0a:00.*"}.',
    ),
    cfg.MultiStrOpt(
        "alias",
        default=[],
        deprecated_opts=[cfg.DeprecatedOpt("pci_alias", group="DEFAULT")],
        help='Names by which flavors ask for devices: {"name": "a1", "vendor_id": "8086", "product_id": "0443",'
        ' "device_type": "type-PCI", "numa_policy": "preferred"}. The same on API, conductor and compute hosts.',
    ),
    cfg.BoolOpt(
        "report_in_placement",
        default=False,
        help="Report the devices of this host to Placement. It cannot be turned off again.",
    ),
]
