# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Calls about the host."""

from nova_lite.compute.operations.host import HostEndpoint
from tests.unit.compute.fakes import Cloud


def test_uptime(cloud: Cloud) -> None:
    assert HostEndpoint(cloud.host).get_host_uptime(cloud.context) == "up 3 days"


def test_disabled_host_is_marked_in_placement(cloud: Cloud) -> None:
    endpoint = HostEndpoint(cloud.host)
    assert endpoint.set_host_enabled(cloud.context, False) == "disabled"
    assert "COMPUTE_STATUS_DISABLED" in cloud.providers.names
    assert endpoint.set_host_enabled(cloud.context, True) == "enabled"
    assert "COMPUTE_STATUS_DISABLED" not in cloud.providers.names


def test_nothing_is_sent_for_a_state_that_is_so_already(cloud: Cloud) -> None:
    HostEndpoint(cloud.host).set_host_enabled(cloud.context, True)
    assert cloud.providers.calls == []
