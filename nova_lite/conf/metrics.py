# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[metrics]: the weigher that reads the figures of compute_monitors."""

from oslo_config import cfg

GROUP = "metrics"

OPTIONS = [
    cfg.FloatOpt("weight_multiplier", default=1.0, help="Weight of the whole; 0 is no influence."),
    cfg.ListOpt(
        "weight_setting",
        default=[],
        help="Figures and their weights, such as cpu.percent=-1.0,cpu.idle.percent=2.0.",
    ),
    cfg.BoolOpt(
        "required",
        default=True,
        help="A host without one of these figures is an error (MetricsFilter drops such hosts before); when false it"
        " gets weight_of_unavailable.",
    ),
    cfg.FloatOpt(
        "weight_of_unavailable",
        default=-10000.0,
        help="Weight of a host without one of these figures.",
    ),
]
