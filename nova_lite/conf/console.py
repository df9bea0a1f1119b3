# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[console]: what the console proxies demand of browsers."""

from oslo_config import cfg

GROUP = "console"

OPTIONS = [
    cfg.ListOpt(
        "allowed_origins",
        default=[],
        deprecated_group="DEFAULT",
        deprecated_name="console_allowed_origins",
        help="Hosts whose pages may open a console, beside the proxy's own.",
    ),
    cfg.StrOpt("ssl_ciphers", help="Ciphers of TLS in OpenSSL's notation; its default when unset."),
    cfg.StrOpt(
        "ssl_minimum_version",
        default="default",
        choices=["default", "tlsv1_1", "tlsv1_2", "tlsv1_3"],
        help="Oldest version of TLS that is accepted.",
    ),
]
