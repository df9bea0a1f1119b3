# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[mks]: consoles of VMware; read for compatibility."""

from oslo_config import cfg

GROUP = "mks"

OPTIONS = [
    cfg.BoolOpt("enabled", default=False, help="Offer this kind of console."),
    cfg.URIOpt(
        "mksproxy_base_url",
        default="http://127.0.0.1:6090/",
        help="Address of its proxy that users are given.",
    ),
]
