# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Builds that take too long."""

from oslo_log import log as logging
from oslo_utils import timeutils

from nova_lite import exception
from nova_lite.compute import operation
from nova_lite.compute.host import ComputeHost
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.lifecycle import VmState
from nova_lite.objects import store
from nova_lite.objects.instance import Instance

LOG = logging.getLogger(__name__)


def run(host: ComputeHost, context: RequestContext) -> None:
    """Put servers that build for longer than [DEFAULT]instance_build_timeout seconds into ERROR."""
    limit_s = CONF.instance_build_timeout
    if not limit_s or not host.tracker.count_in_state(VmState.BUILDING):
        return
    for instance in store.current().get_instances_by_host(context, host.name):
        begun = instance.created_at
        if instance.vm_state == VmState.BUILDING and begun and timeutils.is_older_than(begun, limit_s):
            _give_up(context, instance, limit_s)


def _give_up(context: RequestContext, instance: Instance, limit_s: int) -> None:
    """The build that may still run meets an unexpected state at its next step and undoes itself."""
    error = exception.BuildAbort(instance_uuid=instance.uuid, reason=f"it took longer than {limit_s} seconds")
    try:
        instance.finish(context, VmState.ERROR, expected=[instance.task_state])
    except (*operation.GONE, *operation.PREEMPTED) as changed:
        LOG.info("Instance %s moved on just now: %s", instance.uuid, changed)
        return
    operation.record_fault(context, instance, error)
    LOG.warning("Instance %s is in error: its build took longer than %d s", instance.uuid, limit_s)
