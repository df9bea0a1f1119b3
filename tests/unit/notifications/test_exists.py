# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The usage notification."""

import datetime

from nova_lite.context import RequestContext
from nova_lite.notifications import exists
from nova_lite.notifications.emitter import Source
from nova_lite.objects.instance import Instance
from tests.unit.notifications.conftest import Sent

MAY = (datetime.datetime(2026, 5, 1), datetime.datetime(2026, 6, 1))


def test_both_formats_name_the_period(sent: Sent, context: RequestContext, instance: Instance) -> None:
    exists.notify_exists(context, Source("nova-compute", "host1"), instance, MAY)
    assert [row[1]["event_type"] for row in sent] == ["compute.instance.exists", "instance.exists"]
    old, new = (row[1]["payload"] for row in sent)
    assert (old["audit_period_beginning"], old["audit_period_ending"]) == ("2026-05-01 00:00:00", "2026-06-01 00:00:00")
    assert old["bandwidth"] == {} and "fixed_ips" not in old
    assert (new["nova_object.name"], new["nova_object.version"]) == exists.EXISTS
    period = new["nova_object.data"]["audit_period"]["nova_object.data"]
    assert period == {
        "audit_period_beginning": "2026-05-01T00:00:00Z",
        "audit_period_ending": "2026-06-01T00:00:00Z",
    }
    assert "fault" not in new["nova_object.data"]
