# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[guestfs]: changing files inside disks."""

from oslo_config import cfg

GROUP = "guestfs"

OPTIONS = [
    cfg.BoolOpt("debug", default=False, help="Log what libguestfs does; much text."),
]
