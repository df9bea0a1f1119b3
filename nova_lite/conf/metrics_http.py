# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[metrics_http]: figures and health of every daemon over HTTP. Nova has no such section."""

from oslo_config import cfg

GROUP = "metrics_http"

# By the name under which a daemon reports itself.
PORTS = {
    "nova-osapi_compute": 9774,
    "nova-metadata": 9775,
    "nova-conductor": 9776,
    "nova-scheduler": 9777,
    "nova-compute": 9778,
    "nova-novncproxy": 9779,
    "nova-serialproxy": 9780,
    "nova-spicehtml5proxy": 9781,
}

OPTIONS = [
    cfg.BoolOpt(
        "enabled",
        default=False,
        help="Serve /metrics (for Prometheus) and /health (JSON; 503 with reasons when something is wrong). Off,"
        " nothing is counted and nothing listens.",
    ),
    cfg.StrOpt(
        "host",
        default="127.0.0.1",
        help="Address to listen on. There is no authentication: keep it on the loopback interface or a closed network.",
    ),
    cfg.PortOpt(
        "port",
        min=1,
        help="TCP port; all worker processes of a daemon share it. Unset, each daemon has its own: "
        + ", ".join(f"{port} {binary}" for binary, port in PORTS.items())
        + ".",
    ),
    cfg.IntOpt(
        "check_interval",
        default=5,
        min=1,
        help="Seconds between two looks at each thing that /health reports.",
    ),
]
