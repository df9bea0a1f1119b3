# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[key_manager]: the built-in key manager with one key for everything. The other options are castellan's."""

from oslo_config import cfg

GROUP = "key_manager"

OPTIONS = [
    cfg.StrOpt(
        "fixed_key",
        secret=True,
        deprecated_opts=[cfg.DeprecatedOpt("fixed_key", group="keymgr")],
        help="Hexadecimal key of the fixed-key manager; for tests only.",
    ),
]
