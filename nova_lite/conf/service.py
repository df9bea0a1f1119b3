# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[DEFAULT]: how daemons live: heartbeats, threads, messaging, shutdown, and where the HTTP daemons listen."""

from oslo_config import cfg

GROUP = "DEFAULT"

OPTIONS = [
    cfg.IntOpt(
        "report_interval",
        default=10,
        min=1,
        help="Seconds between two heartbeats of a service. Must be less than service_down_time.",
    ),
    cfg.IntOpt(
        "service_down_time",
        default=60,
        min=1,
        help="A service whose last heartbeat is older than this many seconds counts as down.",
    ),
    cfg.StrOpt(
        "servicegroup_driver",
        default="db",
        choices=[("db", "heartbeats in the database"), ("mc", "heartbeats in memcached")],
        help="Where heartbeats are kept.",
    ),
    cfg.BoolOpt("periodic_enable", default=True, help="Run periodic tasks."),
    cfg.IntOpt(
        "periodic_fuzzy_delay",
        default=60,
        min=0,
        help="Periodic tasks start after a random delay of up to this many seconds, so that hosts started together do"
        " not work in step. 0 starts at once.",
    ),
    cfg.IntOpt(
        "long_rpc_timeout",
        default=1800,
        min=1,
        help="Seconds a caller waits for answers that may take long (such as choosing hosts or checking a migration);"
        " in between, the other side proves every rpc_response_timeout / 12 seconds that it is alive.",
    ),
    cfg.IntOpt(
        "manager_shutdown_timeout",
        default=160,
        min=0,
        help="Seconds that work in hand may take after a stop was asked for. Keep it below graceful_shutdown_timeout.",
    ),
    cfg.StrOpt(
        "concurrency_backend",
        default="auto",
        choices=["auto", "eventlet", "threading"],
        help="Threads of the daemons: `auto` takes eventlet, unless the environment has"
        " OS_NOVA_DISABLE_EVENTLET_PATCHING=true.",
    ),
    cfg.IntOpt(
        "default_green_pool_size",
        default=1000,
        min=100,
        help="Size of the general pool of threads under eventlet.",
    ),
    cfg.IntOpt(
        "default_thread_pool_size",
        default=10,
        min=1,
        help="Size of the general pool of native threads.",
    ),
    cfg.IntOpt(
        "cell_worker_thread_pool_size",
        default=5,
        min=1,
        help="How many cells one request asks at the same time with native threads.",
    ),
    cfg.IntOpt(
        "thread_pool_statistic_period",
        default=-1,
        min=-1,
        help="Log the use of thread pools at most every this many seconds; 0 at each task, -1 never.",
    ),
    cfg.BoolOpt(
        "enable_new_services",
        default=True,
        help="A nova-compute that reports for the first time takes servers at once. When false an operator enables it.",
    ),
    cfg.StrOpt(
        "osapi_compute_listen",
        default="0.0.0.0",
        help="Address on which nova-api listens.",
    ),
    cfg.PortOpt("osapi_compute_listen_port", default=8774, help="TCP port of nova-api."),
    cfg.IntOpt(
        "osapi_compute_workers",
        min=1,
        help="Worker processes of nova-api; one per CPU when unset.",
    ),
    cfg.StrOpt(
        "metadata_listen",
        default="0.0.0.0",
        help="Address on which nova-api-metadata listens.",
    ),
    cfg.PortOpt("metadata_listen_port", default=8775, help="TCP port of nova-api-metadata."),
    cfg.IntOpt(
        "metadata_workers",
        min=1,
        help="Worker processes of nova-api-metadata; one per CPU when unset.",
    ),
]
