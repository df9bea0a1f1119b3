# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The usage notification: a server existed in an audit period."""

import datetime

from nova_lite.context import RequestContext
from nova_lite.notifications import unversioned, versioned
from nova_lite.notifications.audit_period import Period
from nova_lite.notifications.emitter import EMITTER, Message, Source
from nova_lite.objects.instance import Instance

EXISTS = ("InstanceExistsPayload", "2.1")


def notify_exists(context: RequestContext, source: Source, instance: Instance, period: Period) -> None:
    """Tell it, if a notification driver is configured."""
    if EMITTER.is_silent():
        return
    message = Message(
        versioned_type="instance.exists",
        versioned_payload=lambda: versioned_payload(context, instance, period),
        legacy_type="compute.instance.exists",
        legacy_payload=lambda: unversioned_payload(instance, period),
    )
    EMITTER.emit(context, source, message)


def versioned_payload(context: RequestContext, instance: Instance, period: Period) -> versioned.Payload:
    """The new format."""
    data = dict(versioned.action_payload(context, instance)["nova_object.data"])
    del data["fault"]
    begin, end = (versioned.timestamp(moment.replace(tzinfo=datetime.UTC)) for moment in period)
    limits = {"audit_period_beginning": begin, "audit_period_ending": end}
    data["audit_period"] = versioned.envelope("AuditPeriodPayload", "1.0", limits)
    return versioned.envelope(*EXISTS, data)


def unversioned_payload(instance: Instance, period: Period) -> unversioned.Payload:
    """The old format."""
    payload = unversioned.action_payload(instance)
    del payload["fixed_ips"]
    begin, end = (str(moment) for moment in period)
    return {**payload, "audit_period_beginning": begin, "audit_period_ending": end, "bandwidth": {}}
