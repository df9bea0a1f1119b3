# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[spice]: graphical consoles over SPICE."""

from oslo_config import cfg

GROUP = "spice"

OPTIONS = [
    cfg.BoolOpt("enabled", default=False, help="Guests get a SPICE console."),
    cfg.BoolOpt("agent_enabled", default=True, help="Guests get the channel of the SPICE agent."),
    cfg.URIOpt(
        "html5proxy_base_url",
        default="http://127.0.0.1:6082/spice_auto.html",
        help="Address of the SPICE page that users are given.",
    ),
    cfg.StrOpt("html5proxy_host", default="0.0.0.0", help="Address on which the SPICE proxy listens."),
    cfg.PortOpt("html5proxy_port", default=6082, help="TCP port of the SPICE proxy."),
    cfg.StrOpt(
        "server_listen",
        default="127.0.0.1",
        help="Address on which guests of this host offer SPICE.",
    ),
    cfg.StrOpt(
        "server_proxyclient_address",
        default="127.0.0.1",
        help="Address by which the proxy reaches this host.",
    ),
    cfg.URIOpt(
        "spice_direct_proxy_base_url",
        default="http://127.0.0.1:13002/nova",
        help="Address of a proxy for native SPICE clients.",
    ),
    cfg.StrOpt(
        "image_compression",
        choices=["auto_glz", "auto_lz", "quic", "glz", "lz", "off"],
        help="Compression of pictures. Unset leaves it to QEMU.",
    ),
    cfg.StrOpt(
        "jpeg_compression",
        choices=["auto", "never", "always"],
        help="Compression of photographs over slow lines. Unset leaves it to QEMU.",
    ),
    cfg.StrOpt(
        "zlib_compression",
        choices=["auto", "never", "always"],
        help="Compression of the rest over slow lines. Unset leaves it to QEMU.",
    ),
    cfg.BoolOpt("playback_compression", help="Compress sound. Unset leaves it to QEMU."),
    cfg.StrOpt(
        "streaming_mode",
        choices=["filter", "all", "off"],
        help="Find videos in the picture and stream them. Unset leaves it to QEMU.",
    ),
    cfg.BoolOpt("require_secure", default=False, help="Clients must use TLS."),
]
