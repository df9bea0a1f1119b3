# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The usage audit of a host."""

import pytest

from nova_lite import exception
from nova_lite.compute.periodics import usage_audit
from nova_lite.compute.periodics.usage_audit import UsageAudit
from nova_lite.notifications import audit_period
from tests.unit.compute.fakes import UUID, Cloud


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(
        usage_audit, "notify_exists", lambda context, source, instance, period: found.append(instance.uuid)
    )
    return found


def test_every_server_is_told_once_per_period(cloud: Cloud, told: list[str]) -> None:
    cloud.instance(deleted=True)
    cloud.store.audited = [UUID]
    audit = UsageAudit()
    audit.run(cloud.host, cloud.context)
    audit.run(cloud.host, cloud.context)
    assert told == [UUID]
    ((period, result),) = cloud.store.audits.items()
    assert period == tuple(moment.isoformat() for moment in audit_period.last_completed())
    assert result is not None and result[0] == 0
    assert result[1].startswith("Instance usage audit ran for host cmp1, 1 instances in ")


def test_an_audit_of_an_earlier_process_is_not_repeated(cloud: Cloud, told: list[str]) -> None:
    cloud.store.audited = None
    UsageAudit().run(cloud.host, cloud.context)
    assert list(cloud.store.audits.values()) == [None] and told == []


def test_what_cannot_be_told_is_counted(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud.instance()
    cloud.store.audited = [UUID, "gone"]

    def broken(*arguments: object) -> None:
        raise exception.Unavailable("no bus")

    monkeypatch.setattr(usage_audit, "notify_exists", broken)
    UsageAudit().run(cloud.host, cloud.context)
    ((errors, _message),) = [result for result in cloud.store.audits.values() if result]
    assert errors == 2
