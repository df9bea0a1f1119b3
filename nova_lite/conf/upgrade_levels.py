# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[upgrade_levels]: message versions to speak while hosts are being upgraded one by one."""

from oslo_config import cfg

GROUP = "upgrade_levels"

OPTIONS = [
    cfg.StrOpt(
        "compute",
        help="Version for messages to nova-compute: a number, the name of a release, or `auto` for what the oldest"
        " running nova-compute understands.",
    ),
    cfg.StrOpt("conductor", help="Version for messages to nova-conductor: a number or the name of a release."),
    cfg.StrOpt("scheduler", help="Version for messages to nova-scheduler, likewise."),
    cfg.StrOpt("baseapi", help="Version of the messages that every daemon understands, likewise."),
]
