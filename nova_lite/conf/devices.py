# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[devices]: mediated devices such as virtual GPUs. enabled_mdev_types names further groups; see dynamic_options()."""

from oslo_config import cfg

GROUP = "devices"

OPTIONS = [
    cfg.ListOpt(
        "enabled_mdev_types",
        default=[],
        deprecated_name="enabled_vgpu_types",
        help="Types that this host offers; each may have a group [mdev_<type>].",
    ),
]


def mdev_options() -> list[cfg.Opt]:
    """Options of one [mdev_<type>] group."""
    return [
        cfg.ListOpt(
            "device_addresses",
            default=[],
            help="PCI addresses of the cards that make devices of this type; all capable ones when empty.",
        ),
        cfg.StrOpt(
            "mdev_class",
            default="VGPU",
            regex=r"^(VGPU|CUSTOM_[A-Z0-9_]+)$",
            help="Resource class of these devices.",
        ),
        cfg.IntOpt("max_instances", min=1, help="Devices that one card makes at most."),
    ]


def dynamic_options(conf: cfg.ConfigOpts) -> list[tuple[str, list[cfg.Opt]]]:
    """Groups that exist because enabled_mdev_types names them; vgpu_<type> is the old name of the group."""
    rows: list[tuple[str, list[cfg.Opt]]] = []
    for kind in conf.devices.enabled_mdev_types:
        options = mdev_options()
        for option in options:
            option.deprecated_opts.append(cfg.DeprecatedOpt(option.name, group=f"vgpu_{kind}"))
        rows.append((f"mdev_{kind}", options))
    return rows
