# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The table of periodic tasks: what runs, and which option says how often."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from nova_lite import service
from nova_lite.compute.host import ComputeHost
from nova_lite.compute.periodics import (
    build_timeout,
    cleanup_running_deleted,
    console_tokens,
    image_cache,
    sync_power_states,
    update_available_resource,
)
from nova_lite.compute.periodics.heal_info_cache import HealInfoCache
from nova_lite.compute.periodics.pending_deletes import PendingDeletes
from nova_lite.compute.periodics.usage_audit import UsageAudit
from nova_lite.conf import CONF
from nova_lite.context import RequestContext

TICK_S = 60
OFF = -1

Task = Callable[[ComputeHost, RequestContext], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One task. `interval` is its option's value: seconds, 0 = every tick, negative = off."""

    name: str
    run: Task
    interval: Callable[[], int]
    at_once: bool = False


def rows() -> tuple[Row, ...]:
    """All tasks, with their own memory where they need one."""
    return (
        Row(
            "update_available_resource",
            update_available_resource.run,
            lambda: CONF.update_resources_interval,
        ),
        Row("sync_power_states", sync_power_states.run, lambda: CONF.sync_power_state_interval, at_once=True),
        Row(
            "cleanup_running_deleted_instances",
            cleanup_running_deleted.run,
            lambda: CONF.running_deleted_instance_poll_interval,
        ),
        Row("run_pending_deletes", PendingDeletes().run, lambda: CONF.instance_delete_interval),
        Row("check_instance_build_time", build_timeout.run, lambda: 0 if CONF.instance_build_timeout else OFF),
        Row(
            "heal_instance_info_cache",
            HealInfoCache().run,
            lambda: CONF.heal_instance_info_cache_interval or OFF,
        ),
        Row("run_image_cache_manager_pass", image_cache.run, lambda: CONF.image_cache.manager_interval),
        Row("instance_usage_audit", UsageAudit().run, lambda: 0 if CONF.instance_usage_audit else OFF),
        Row("cleanup_expired_console_auth_tokens", console_tokens.run, lambda: CONF.instance_delete_interval),
    )


def interval_s(row: Row) -> int:
    """Seconds between two runs; OFF for a task that is switched off."""
    value = row.interval()
    return OFF if value < 0 else value or TICK_S


def periodics(host: ComputeHost) -> tuple[service.Periodic, ...]:
    """The tasks that are on, for service.Parts."""
    return tuple(
        service.Periodic(row.name, partial(row.run, host), partial(interval_s, row), row.at_once)
        for row in rows()
        if interval_s(row) != OFF
    )
