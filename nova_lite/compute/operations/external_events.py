# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Events of other services, brought by the API: ports plugged, changed or deleted."""

from collections.abc import Callable

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import concurrency, exception
from nova_lite.compute import network_cache
from nova_lite.compute.host import ComputeHost
from nova_lite.context import RequestContext
from nova_lite.lifecycle import TaskState
from nova_lite.network.model import vifs_from_cache
from nova_lite.objects.instance import Instance
from nova_lite.rpc import compute as rpc

LOG = logging.getLogger(__name__)

# The build that is under way records the ports itself when it has them.
_PORTS_IN_THE_MAKING = frozenset({TaskState.SCHEDULING, TaskState.NETWORKING})

Event = dict[str, str | None]


class ExternalEventEndpoint:
    """Takes external events."""

    target = messaging.Target(version=rpc.VERSION)

    def __init__(self, host: ComputeHost) -> None:
        self._host = host
        self._actions: dict[str, Callable[[RequestContext, Instance, Event], None]] = {
            "network-changed": self._network_changed,
            "network-vif-plugged": self._release_waiter,
            "network-vif-unplugged": self._release_waiter,
            "network-vif-deleted": self._vif_deleted,
        }

    @messaging.expose
    def external_instance_event(self, context: RequestContext, instances: list[Instance], events: list[Event]) -> None:
        """Deliver events to their servers; one that fails does not keep the others back."""
        by_uuid = {instance.uuid: instance for instance in instances}
        for event in events:
            instance = by_uuid.get(str(event["instance_uuid"]))
            action = self._actions.get(str(event["name"]))
            if instance is None or action is None:
                LOG.warning("Event %s of instance %s is not understood", event["name"], event["instance_uuid"])
                continue
            LOG.debug("Instance %s: event %s, tag %s", instance.uuid, event["name"], event["tag"])
            try:
                action(context, instance, event)
            except exception.NotFound as error:
                LOG.info("Instance %s: event %s came too late: %s", instance.uuid, event["name"], error)
            except exception.NovaException:
                LOG.exception("Instance %s: event %s could not be handled", instance.uuid, event["name"])

    def _release_waiter(self, context: RequestContext, instance: Instance, event: Event) -> None:
        taken = self._host.events.deliver(
            instance.uuid, str(event["name"]), event["tag"] or "", event["status"] or "completed"
        )
        if not taken:
            LOG.info("Instance %s: nobody waits for %s of port %s", instance.uuid, event["name"], event["tag"])

    def _network_changed(self, context: RequestContext, instance: Instance, event: Event) -> None:
        if instance.task_state not in _PORTS_IN_THE_MAKING:
            network_cache.refresh(self._host, context, instance)

    def _vif_deleted(self, context: RequestContext, instance: Instance, event: Event) -> None:
        """The user deleted the port in Neutron: its host end goes, and it is no longer shown."""
        with concurrency.named_lock(network_cache.lock_name(instance.uuid)):
            vifs = vifs_from_cache(instance.network_info)
            lost = [vif for vif in vifs if vif.id == event["tag"]]
            if not lost:
                LOG.info("Instance %s has no port %s", instance.uuid, event["tag"])
                return
            self._host.driver.unplug_vifs(instance, lost)
            network_cache.save(context, instance, [vif for vif in vifs if vif not in lost])
            LOG.info("Instance %s lost port %s", instance.uuid, event["tag"])
