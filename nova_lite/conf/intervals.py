# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[DEFAULT]: how often the periodic tasks of nova-compute run and after what time they act. All in seconds."""

from oslo_config import cfg

GROUP = "DEFAULT"

OPTIONS = [
    cfg.IntOpt(
        "update_resources_interval",
        default=0,
        min=-1,
        help="Between two reports of the host's resources; 0 is the usual tick of 60 s, -1 never.",
    ),
    cfg.IntOpt(
        "sync_power_state_interval",
        default=600,
        min=-1,
        help="Between two comparisons of recorded and real power states; 0 is the usual tick, -1 never.",
    ),
    cfg.IntOpt(
        "sync_power_state_pool_size",
        default=5,
        min=1,
        help="Guests that are compared at the same time.",
    ),
    cfg.IntOpt(
        "heal_instance_info_cache_interval",
        default=-1,
        min=-1,
        help="Between two refreshes of a server's network information from Neutron; 0 is the usual tick, -1 never:"
        " Neutron's events keep it fresh.",
    ),
    cfg.IntOpt(
        "volume_usage_poll_interval",
        default=0,
        min=0,
        help="Between two readings of volume usage; 0 never.",
    ),
    cfg.IntOpt(
        "shelved_poll_interval",
        default=3600,
        min=-1,
        help="Between two looks for shelved servers that should leave the host.",
    ),
    cfg.IntOpt(
        "shelved_offload_time",
        default=0,
        min=-1,
        help="Age at which a shelved server leaves its host; 0 at once, -1 never.",
    ),
    cfg.IntOpt(
        "reclaim_instance_interval",
        default=0,
        min=0,
        help="Age at which a soft-deleted server is really deleted; 0 turns soft delete off.",
    ),
    cfg.IntOpt(
        "instance_delete_interval",
        default=300,
        min=-1,
        help="Between two tries to remove files of deleted servers that stayed behind.",
    ),
    cfg.IntOpt(
        "maximum_instance_delete_attempts",
        default=5,
        min=1,
        help="How often the removal of such files is tried.",
    ),
    cfg.IntOpt(
        "scheduler_instance_sync_interval",
        default=120,
        min=-1,
        help="Read for compatibility; has no effect: schedulers are told nothing that they could forget.",
    ),
    cfg.StrOpt(
        "running_deleted_instance_action",
        default="reap",
        choices=[
            ("noop", "nothing"),
            ("log", "a line in the log"),
            ("shutdown", "power off"),
            ("reap", "power off and remove everything"),
        ],
        help="What to do with a guest that runs although its server is deleted.",
    ),
    cfg.IntOpt(
        "running_deleted_instance_poll_interval",
        default=1800,
        min=-1,
        help="Between two looks for such guests; 0 is the usual tick, -1 never.",
    ),
    cfg.IntOpt(
        "running_deleted_instance_timeout",
        default=0,
        min=0,
        help="How long a server must have been deleted before its guest is treated so.",
    ),
    cfg.IntOpt(
        "instance_build_timeout",
        default=0,
        min=0,
        help="A server that builds for longer goes to ERROR; 0 never.",
    ),
    cfg.IntOpt(
        "reboot_timeout",
        default=0,
        min=0,
        help="A server that reboots for longer is rebooted hard; 0 never.",
    ),
    cfg.IntOpt(
        "rescue_timeout",
        default=0,
        min=0,
        help="A rescued server is put back after this time; 0 never.",
    ),
    cfg.IntOpt(
        "resize_confirm_window",
        default=0,
        min=0,
        help="A resize is confirmed by itself after this time; 0 never.",
    ),
    cfg.BoolOpt(
        "instance_usage_audit",
        default=False,
        help="Send a usage notification for every server in every audit period.",
    ),
    cfg.StrOpt(
        "instance_usage_audit_period",
        default="month",
        regex=r"^(hour|month|day|year)(@([0-9]+))?$",
        help="Audit period: hour, day, month or year, optionally with an offset such as month@15.",
    ),
]
