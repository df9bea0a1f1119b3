# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[wsgi]: the HTTP servers of nova-api and nova-api-metadata."""

from oslo_config import cfg

GROUP = "wsgi"

OPTIONS = [
    cfg.StrOpt(
        "api_paste_config",
        default="api-paste.ini",
        help="Read for compatibility; the order of the filters is fixed in the code.",
    ),
    cfg.StrOpt(
        "secure_proxy_ssl_header",
        deprecated_for_removal=True,
        deprecated_reason="[oslo_middleware] enable_proxy_headers_parsing does the same by the standard headers.",
        help="Header by which a proxy tells that the client came by https.",
    ),
    cfg.StrOpt("ssl_ca_file", help="CA file against which client certificates are checked."),
    cfg.StrOpt("ssl_cert_file", help="Certificate of the server; set it to serve https."),
    cfg.StrOpt("ssl_key_file", help="Private key of that certificate."),
    cfg.IntOpt(
        "tcp_keepidle",
        default=600,
        min=0,
        help="Seconds of silence after which TCP keep-alive probes start.",
    ),
    cfg.IntOpt(
        "default_pool_size",
        default=1000,
        min=0,
        help="Requests that one worker serves at the same time.",
    ),
    cfg.IntOpt(
        "max_header_line",
        default=16384,
        min=0,
        help="Bytes that one header line may have; tokens with large catalogs need much.",
    ),
    cfg.BoolOpt("keep_alive", default=True, help="Clients may send several requests over one connection."),
    cfg.IntOpt(
        "client_socket_timeout",
        default=900,
        min=0,
        help="Seconds after which a silent connection is closed; 0 never.",
    ),
]
