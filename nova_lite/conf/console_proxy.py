# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[DEFAULT]: the process of a console proxy; most of these are command-line options too."""

from oslo_config import cfg

GROUP = "DEFAULT"

# The proxies read these names from the command line as well; see nova_lite.conf.register_proxy_cli().
CLI_OPTIONS = [
    cfg.BoolOpt("daemon", default=False, help="Run in the background."),
    cfg.BoolOpt("ssl_only", default=False, help="Refuse connections without TLS."),
    cfg.BoolOpt("source_is_ipv6", default=False, help="The proxy listens on an IPv6 address."),
    cfg.StrOpt("record", help="Record the traffic of consoles in files that begin with this path."),
    cfg.StrOpt("cert", default="self.pem", help="Certificate file for TLS."),
    cfg.StrOpt("key", help="Key file for TLS, when the certificate file does not hold it."),
    cfg.StrOpt(
        "web",
        sample_default="/usr/share/novnc (SPICE: /usr/share/spice-html5)",
        help="Folder with the page to serve; each proxy knows its own.",
    ),
]

OPTIONS = [
    cfg.StrOpt(
        "console_host",
        default="$host",
        help="Name under which a compute host reports itself as the owner of consoles.",
    ),
]
