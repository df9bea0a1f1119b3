# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Hands the wrapper's reports to nova_lite.notifications: the one call point of this daemon."""

from functools import partial

from nova_lite.compute.operation import Report
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.notifications.emitter import Source
from nova_lite.notifications.instance import notify_action
from nova_lite.objects import store

BINARY = "nova-compute"


def notify(context: RequestContext, report: Report) -> None:
    """An operation.Observer: tell other systems, if a notification driver is configured."""
    notify_action(
        context,
        Source(BINARY, CONF.host),
        report.instance,
        report.operation.name,
        str(report.phase),
        report.error,
        partial(store.current().get_block_devices, context, report.instance.uuid),
    )
