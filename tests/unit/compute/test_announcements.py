# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Reports become notifications."""

from typing import Any

import pytest

from nova_lite import lifecycle
from nova_lite.compute import announcements
from nova_lite.compute.operation import Phase, Report
from tests.unit.compute.fakes import HOST, UUID, Cloud


def test_report_is_passed_on_and_disks_are_read_only_when_asked_for(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(announcements, "notify_action", lambda *arguments: sent.append(arguments))
    error = ValueError("x")
    cloud.store.devices[UUID] = []
    announcements.notify(cloud.context, Report(lifecycle.STOP, Phase.ERROR, cloud.instance(), error))
    ((_, source, instance, name, phase, told, devices),) = sent
    assert (source.publisher, instance.uuid, name, phase, told) == (
        f"nova-compute:{HOST}",
        UUID,
        "stop",
        "error",
        error,
    )
    assert cloud.store.calls == []
    assert devices() == []
    assert cloud.store.calls == ["get_block_devices"]


def test_nothing_happens_without_a_driver(cloud: Cloud) -> None:
    announcements.notify(cloud.context, Report(lifecycle.STOP, Phase.START, cloud.instance()))
    assert cloud.store.calls == []
