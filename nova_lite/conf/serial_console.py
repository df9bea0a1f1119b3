# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[serial_console]: text consoles over a web socket."""

from oslo_config import cfg

GROUP = "serial_console"

OPTIONS = [
    cfg.BoolOpt("enabled", default=False, help="Guests get a serial console on a TCP port."),
    cfg.StrOpt(
        "port_range",
        default="10000:20000",
        regex=r"^\d+:\d+$",
        help="TCP ports for them on each host, first:last, the last one excluded.",
    ),
    cfg.URIOpt(
        "base_url",
        default="ws://127.0.0.1:6083/",
        help="Address of the proxy that users are given.",
    ),
    cfg.StrOpt(
        "proxyclient_address",
        default="127.0.0.1",
        help="Address by which the proxy reaches this host.",
    ),
    cfg.StrOpt("serialproxy_host", default="0.0.0.0", help="Address on which the serial proxy listens."),
    cfg.PortOpt("serialproxy_port", default=6083, help="TCP port of the serial proxy."),
]
