# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which tasks run, and how often."""

from collections.abc import Iterator

import pytest

from nova_lite.compute.periodics import table
from nova_lite.conf import CONF
from tests.unit.compute.fakes import Cloud

OPTIONS = ("heal_instance_info_cache_interval", "instance_build_timeout", "sync_power_state_interval")


@pytest.fixture
def options() -> Iterator[None]:
    yield
    for name in OPTIONS:
        CONF.clear_override(name)


def intervals(cloud: Cloud) -> dict[str, float]:
    return {one.name: one.interval_s() for one in table.periodics(cloud.host)}


def test_defaults(cloud: Cloud) -> None:
    assert intervals(cloud) == {
        "update_available_resource": 60,
        "sync_power_states": 600,
        "cleanup_running_deleted_instances": 1800,
        "run_pending_deletes": 300,
        "run_image_cache_manager_pass": 2400,
        "cleanup_expired_console_auth_tokens": 300,
    }


def test_options_switch_tasks_on_and_off(cloud: Cloud, options: None) -> None:
    CONF.set_override("heal_instance_info_cache_interval", 30)
    CONF.set_override("instance_build_timeout", 900)
    CONF.set_override("sync_power_state_interval", -1)
    found = intervals(cloud)
    assert found["heal_instance_info_cache"] == 30
    assert found["check_instance_build_time"] == 60
    assert "sync_power_states" not in found


def test_what_repairs_an_absence_runs_at_once(cloud: Cloud) -> None:
    """Guests of servers that went meanwhile are looked for by the start itself."""
    assert {one.name for one in table.periodics(cloud.host) if one.at_once} == {"sync_power_states"}


def test_tasks_run_on_the_host(cloud: Cloud) -> None:
    for one in table.periodics(cloud.host):
        one.run(cloud.context)
    assert "manage_image_cache 0" in cloud.driver.calls
    assert "delete_expired_console_tokens" in cloud.store.calls
