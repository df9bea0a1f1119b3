# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A host's own troubles: a lost hypervisor, failed builds."""

import pytest

from nova_lite import concurrency, exception, lifecycle
from nova_lite.compute import health
from nova_lite.compute.health import BuildHealth, HypervisorWatch
from nova_lite.compute.operation import Phase, Report
from nova_lite.conf import CONF
from tests.unit.compute.fakes import Cloud

MARK = "COMPUTE_STATUS_DISABLED"


@pytest.fixture
def watch(cloud: Cloud) -> HypervisorWatch:
    cloud.tracker.service_id = 3
    return HypervisorWatch(cloud.tracker)


def test_a_lost_hypervisor_takes_the_host_out_of_service(cloud: Cloud, watch: HypervisorWatch) -> None:
    assert watch.switch(cloud.context, "Connection to libvirt lost")
    assert MARK in cloud.providers.names
    assert watch.switch(cloud.context, None)
    assert MARK not in cloud.providers.names
    assert cloud.store.switches == ["Connection to libvirt lost", None]


def test_what_an_operator_decided_stays(cloud: Cloud, watch: HypervisorWatch) -> None:
    cloud.store.disabled_by_operator = True
    assert not watch.switch(cloud.context, None)
    assert cloud.providers.calls == []


def test_a_host_without_service_record_is_not_switched(cloud: Cloud) -> None:
    assert not HypervisorWatch(cloud.tracker).switch(cloud.context, "lost")
    assert cloud.store.switches == []


def test_the_switch_is_tried_again(cloud: Cloud, watch: HypervisorWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "RETRY_S", 0.01)
    errors = [exception.RpcTimeout(topic="conductor", method="switch_service")]
    switch = cloud.store.switch_service

    def broken(*arguments: object) -> bool:
        if errors:
            raise errors.pop()
        return switch(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(cloud.store, "switch_service", broken)
    watch.changed("lost")
    assert concurrency.wait_until(lambda: cloud.store.switches == ["lost"], 5, 0.01)


def test_other_errors_are_not_repeated(cloud: Cloud, watch: HypervisorWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []

    def gone(context: object, number: int, lost: str | None) -> bool:
        asked.append(lost)
        raise exception.ServiceNotFound(service_id=number)

    monkeypatch.setattr(cloud.store, "switch_service", gone)
    watch._latest = ticket = object()
    watch._follow("lost", ticket)
    assert asked == ["lost"]


def test_failed_builds_are_counted_until_one_works(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    CONF.set_override("consecutive_build_service_disable_threshold", 10, "compute")
    instance, tell = cloud.instance(), BuildHealth(cloud.tracker)

    def report(phase: Phase, error: Exception | None = None, row: lifecycle.Operation = lifecycle.CREATE) -> int:
        tell(cloud.context, Report(row, phase, instance, error))
        return cloud.tracker._failed_builds

    failure = exception.Failed("no disk")
    assert report(Phase.START) == 0
    assert report(Phase.ERROR, failure) == 1
    assert report(Phase.ERROR, failure) == 2
    assert report(Phase.ERROR, exception.InstanceNotFound(instance_id=instance.uuid)) == 2
    assert report(Phase.ERROR, failure, lifecycle.STOP) == 2
    assert report(Phase.END) == 0
    CONF.clear_override("consecutive_build_service_disable_threshold", "compute")


def test_a_lost_hypervisor_is_the_reason_of_bad_health(
    cloud: Cloud, watch: HypervisorWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health.concurrency, "spawn", lambda *arguments: None)
    assert watch.reason() is None
    watch.changed("Connection to libvirt lost")
    assert watch.reason() == "Connection to libvirt lost"
    watch.changed(None)
    assert watch.reason() is None
