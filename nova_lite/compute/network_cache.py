# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Keeping the recorded network information of a server in step with Neutron."""

from collections.abc import Sequence

from oslo_log import log as logging

from nova_lite import concurrency
from nova_lite.compute.host import ComputeHost
from nova_lite.context import RequestContext
from nova_lite.network.model import VIF, vifs_to_cache
from nova_lite.objects import store
from nova_lite.objects.instance import Instance

LOG = logging.getLogger(__name__)


def lock_name(uuid: str) -> str:
    """Name of the lock that guards a server's recorded network information (its own lock may be held by a build)."""
    return f"network-{uuid}"


def refresh(host: ComputeHost, context: RequestContext, instance: Instance) -> None:
    """Read all ports again and save what changed. One alone would cost as many requests."""
    with concurrency.named_lock(lock_name(instance.uuid)):
        read_again(context, instance)
        save(context, instance, host.network.refresh(context, instance))


def read_again(context: RequestContext, instance: Instance) -> None:
    """What is recorded now, which a message may not know yet: tags, and whose ports they are; under the lock."""
    fresh = store.current().get_instance(context, instance.uuid)
    instance.network_info, instance.device_metadata = fresh.network_info, fresh.device_metadata
    instance.obj_reset_changes(["network_info", "device_metadata"], recursive=True)


def save(context: RequestContext, instance: Instance, vifs: Sequence[VIF]) -> None:
    """Record the interfaces if they differ from those recorded; the caller holds the lock."""
    wanted = vifs_to_cache(vifs)
    if wanted == instance.network_info:
        return
    instance.network_info = wanted
    instance.save(context)
    LOG.info("Instance %s has %d interfaces, network information is saved", instance.uuid, len(wanted))
