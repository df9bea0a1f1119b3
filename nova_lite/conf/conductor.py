# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[conductor]: nova-conductor's processes."""

from oslo_config import cfg

GROUP = "conductor"

OPTIONS = [
    cfg.IntOpt("workers", min=1, help="Worker processes of nova-conductor; one per CPU when unset."),
]
