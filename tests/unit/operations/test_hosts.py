# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Hosts: sums of resources, what a host that is down answers."""

import pytest

from nova_lite import exception
from nova_lite.context import get_admin_context
from nova_lite.operations import hosts
from nova_lite.operations.hosts import Resources
from tests.unit.api import cloud

ONE, TWO = "44444444-4444-4444-8444-444444444441", "44444444-4444-4444-8444-444444444442"


def test_sums_of_servers() -> None:
    cloud.add_service(1, "host1")
    cloud.add_node(1, "host1")
    cloud.add_server(ONE, "host1", vcpus=2, memory_mb=512, root_gb=5, ephemeral_gb=1)
    cloud.add_server(TWO, "host1", vcpus=1, memory_mb=256, root_gb=None)
    assert hosts.resources(get_admin_context(), "host1") == [
        Resources("(total)", 8, 16384, 100),
        Resources("(used_now)", 2, 1024, 10),
        Resources("(used_max)", 3, 768, 6),
        Resources("p", 3, 768, 6),
    ]


def test_host_without_node() -> None:
    cloud.add_service(1, "host1")
    with pytest.raises(exception.ComputeHostNotFound):
        hosts.resources(get_admin_context(), "host1")


def test_disabled_daemons_and_other_zones_are_left_out() -> None:
    cloud.add_service(1, "host1")
    cloud.add_service(2, "host2", disabled=True)
    cloud.add_service(3, "ctl", "nova-conductor")
    assert [one.host for one in hosts.listed(get_admin_context(), None)] == ["host1", "ctl"]
    assert [one.host for one in hosts.listed(get_admin_context(), "internal")] == ["ctl"]


def test_host_that_is_down_is_not_asked() -> None:
    cloud.add_service(1, "host1", up=False)
    with pytest.raises(exception.ComputeServiceUnavailable):
        hosts.set_enabled(get_admin_context(), "host1", True)
    with pytest.raises(exception.ComputeServiceUnavailable):
        hosts.refuse(get_admin_context(), "host1", "flying")
