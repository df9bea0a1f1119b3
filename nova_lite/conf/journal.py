# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[journal]: how operations survive daemons that stop. Nova has no such section."""

from oslo_config import cfg

GROUP = "journal"

OPTIONS = [
    cfg.IntOpt(
        "lease",
        default=12,
        min=4,
        help="Seconds after which a daemon that gave no sign is asked for its operation again, or replaced once it is"
        " known to be down. Daemons at work renew their leases in a quarter of this time.",
    ),
    cfg.IntOpt(
        "sweep_interval",
        default=5,
        min=1,
        help="Seconds between two looks of a conductor worker for operations that nobody works on.",
    ),
    cfg.IntOpt(
        "create_deadline",
        default=3600,
        min=10,
        help="Seconds after which a server that is still not built ends in ERROR, with a fault that says so.",
    ),
    cfg.IntOpt(
        "operation_deadline",
        default=3600,
        min=10,
        help="The same for every other operation on a server.",
    ),
    cfg.IntOpt(
        "keep",
        default=3600,
        min=0,
        help="Seconds that the record of a finished operation is kept.",
    ),
]
