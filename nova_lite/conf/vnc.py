# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[vnc]: graphical consoles over VNC."""

from oslo_config import cfg

GROUP = "vnc"

OPTIONS = [
    cfg.BoolOpt(
        "enabled",
        default=True,
        deprecated_group="DEFAULT",
        deprecated_name="vnc_enabled",
        help="Guests get a VNC console.",
    ),
    cfg.StrOpt(
        "server_listen",
        default="127.0.0.1",
        deprecated_opts=[
            cfg.DeprecatedOpt("vncserver_listen", group="DEFAULT"),
            cfg.DeprecatedOpt("vncserver_listen", group="vnc"),
        ],
        help="Address on which guests of this host offer VNC.",
    ),
    cfg.StrOpt(
        "server_proxyclient_address",
        default="127.0.0.1",
        deprecated_opts=[
            cfg.DeprecatedOpt("vncserver_proxyclient_address", group="DEFAULT"),
            cfg.DeprecatedOpt("vncserver_proxyclient_address", group="vnc"),
        ],
        help="Address by which the proxy reaches this host.",
    ),
    cfg.URIOpt(
        "novncproxy_base_url",
        default="http://127.0.0.1:6080/vnc_auto.html",
        deprecated_group="DEFAULT",
        help="Address of the noVNC page that users are given.",
    ),
    cfg.StrOpt(
        "novncproxy_host",
        default="0.0.0.0",
        deprecated_group="DEFAULT",
        help="Address on which nova-novncproxy listens.",
    ),
    cfg.PortOpt(
        "novncproxy_port",
        default=6080,
        deprecated_group="DEFAULT",
        help="TCP port of nova-novncproxy.",
    ),
    cfg.ListOpt(
        "auth_schemes",
        item_type=cfg.types.String(choices=["none", "vencrypt"]),
        default=["none"],
        help="How the proxy proves itself to a guest's VNC server, best first.",
    ),
    cfg.StrOpt("vencrypt_client_key", help="VeNCrypt: private key file of the proxy."),
    cfg.StrOpt("vencrypt_client_cert", help="VeNCrypt: certificate file of the proxy."),
    cfg.StrOpt("vencrypt_ca_certs", help="VeNCrypt: CA file that signed the hosts' certificates."),
]
