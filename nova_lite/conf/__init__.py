# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Every option that the daemons and tools read: one data module per section of nova.conf.

Importing this package registers all of them in CONF; nothing is parsed before parse_args(). A section's module holds
GROUP and OPTIONS; [neutron] and [devices] also name further sections once they have been read. This package knows no
code that uses an option.
"""

from nova_lite.conf.registry import CONF, check_values, list_opts, parse_args, register_opts, register_proxy_cli

__all__ = ["CONF", "check_values", "list_opts", "parse_args", "register_opts", "register_proxy_cli"]

register_opts(CONF)
