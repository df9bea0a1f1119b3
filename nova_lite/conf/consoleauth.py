# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[consoleauth]: tokens that open a console."""

from oslo_config import cfg

GROUP = "consoleauth"

OPTIONS = [
    cfg.IntOpt(
        "token_ttl",
        default=600,
        min=0,
        deprecated_group="DEFAULT",
        deprecated_name="console_token_ttl",
        help="Seconds for which a token opens a console.",
    ),
    cfg.BoolOpt(
        "enforce_session_timeout",
        default=False,
        help="Close a console when its token ends; when false the token only matters at the beginning.",
    ),
]
