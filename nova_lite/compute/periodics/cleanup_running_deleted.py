# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Guests that are here although their server is deleted, for example because that happened while this host was down."""

from oslo_log import log as logging
from oslo_utils import timeutils

from nova_lite import exception
from nova_lite.compute import operation
from nova_lite.compute.host import ComputeHost
from nova_lite.compute.operations import terminate
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.objects import store
from nova_lite.objects.instance import Instance

LOG = logging.getLogger(__name__)


def run(host: ComputeHost, context: RequestContext) -> None:
    """Treat such guests as [DEFAULT]running_deleted_instance_action says. No message while all guests are known."""
    unknown = sorted(set(host.driver.list_instance_uuids()) - set(host.tracker.uuids()))
    if not unknown or CONF.running_deleted_instance_action == "noop":
        return
    found = store.current().get_instances_by_host(context, host.name, uuids=unknown, read_deleted=True)
    for instance in found:
        if instance.deleted and _is_old_enough(instance):
            _treat(host, context, instance)
    for uuid in sorted(set(unknown) - {instance.uuid for instance in found}):
        LOG.warning("Guest %s on this host belongs to no server of this cell; it is left alone", uuid)


def _is_old_enough(instance: Instance) -> bool:
    if instance.deleted_at is None:
        return True
    return bool(timeutils.is_older_than(instance.deleted_at, CONF.running_deleted_instance_timeout))


def _treat(host: ComputeHost, context: RequestContext, instance: Instance) -> None:
    action = CONF.running_deleted_instance_action
    LOG.warning("Instance %s is deleted but its guest is here: %s", instance.uuid, action)
    try:
        if action == "shutdown":
            host.driver.power_off(instance)
        elif action == "reap":
            reap(host, context, instance)
    except exception.NovaException:
        LOG.exception("Instance %s: %s of its guest failed, it is tried again", instance.uuid, action)


def reap(host: ComputeHost, context: RequestContext, instance: Instance) -> None:
    """Remove all that this host holds of a deleted server, and note it. Idempotent; takes the server's lock."""
    with operation.locked(instance):
        terminate.remove_from_host(host, context, instance)
        store.current().mark_cleaned(context, instance.uuid)
    host.tracker.remove(instance.uuid)
    LOG.info("Instance %s is cleaned up after its deletion", instance.uuid)
