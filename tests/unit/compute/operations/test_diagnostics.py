# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Measuring guests."""

import pytest

from nova_lite import exception
from nova_lite.compute.operations.diagnostics import DiagnosticsEndpoint
from nova_lite.lifecycle import PowerState
from nova_lite.virt.diagnostics import Cpu, Diagnostics
from tests.unit.compute.fakes import UUID, Cloud


def test_running_guest(cloud: Cloud) -> None:
    cloud.driver.guests[UUID] = PowerState.RUNNING
    found = Diagnostics("running", "libvirt", cpus=(Cpu(0, 5),), counters={"cpu0_time": 5})
    cloud.driver.get_diagnostics = lambda instance: found  # type: ignore[attr-defined]
    endpoint = DiagnosticsEndpoint(cloud.host)
    assert endpoint.get_diagnostics(cloud.context, cloud.instance()) == {"cpu0_time": 5}
    standard = endpoint.get_instance_diagnostics(cloud.context, cloud.instance())
    assert (standard["state"], standard["cpus"][0]["time"], standard["uptime"]) == ("running", 5, None)


def test_guest_that_is_off(cloud: Cloud) -> None:
    cloud.driver.guests[UUID] = PowerState.SHUTDOWN
    endpoint = DiagnosticsEndpoint(cloud.host)
    for ask in (endpoint.get_diagnostics, endpoint.get_instance_diagnostics):
        with pytest.raises(Exception) as caught:
            ask(cloud.context, cloud.instance())
        assert isinstance(caught.value.exc_info[1], exception.InstanceInvalidState)  # type: ignore[attr-defined]
