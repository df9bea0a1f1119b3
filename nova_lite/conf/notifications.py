# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[notifications]: which notifications are sent. How they travel is [oslo_messaging_notifications]."""

from oslo_config import cfg

GROUP = "notifications"

OPTIONS = [
    cfg.StrOpt(
        "notification_format",
        default="unversioned",
        choices=[
            ("unversioned", "the old format"),
            ("versioned", "the new format"),
            ("both", "both formats"),
        ],
        deprecated_group="DEFAULT",
        help="Format of notifications.",
    ),
    cfg.StrOpt(
        "notify_on_state_change",
        choices=[
            ("vm_state", "changes of vm_state"),
            ("vm_and_task_state", "changes of vm_state and of task_state"),
        ],
        deprecated_group="DEFAULT",
        help="Send a notification at changes of state; none when unset.",
    ),
    cfg.ListOpt(
        "versioned_notifications_topics",
        default=["versioned_notifications"],
        help="Topics of notifications in the new format.",
    ),
    cfg.StrOpt(
        "default_level",
        default="INFO",
        choices=["DEBUG", "INFO", "WARN", "ERROR", "CRITICAL"],
        deprecated_group="DEFAULT",
        deprecated_name="default_notification_level",
        help="Level of notifications whose kind has none of its own.",
    ),
    cfg.BoolOpt(
        "bdms_in_notifications",
        default=False,
        help="Notifications on servers list their block devices; costs a query each.",
    ),
    cfg.BoolOpt(
        "include_share_mapping",
        default=False,
        help="Notifications on servers list their shares; costs a query each.",
    ),
]
