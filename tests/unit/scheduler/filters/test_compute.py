# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ComputeFilter."""

from nova_lite.scheduler.filters.compute import ComputeFilter
from tests.unit.scheduler.builders import a_host, a_spec


def test_passes_a_live_host() -> None:
    assert ComputeFilter().rejects(a_host(), a_spec()) is None


def test_a_disabled_host_falls_with_its_reason() -> None:
    reason = ComputeFilter().rejects(a_host(service_disabled=True, service_disabled_reason="disk swap"), a_spec())
    assert "disk swap" in str(reason)


def test_a_silent_host_falls() -> None:
    host = a_host()
    host.service_up = False
    assert "not reported" in str(ComputeFilter().rejects(host, a_spec()))
