# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""One more interface for a server, and one less. The server's states stay as they are."""

from contextlib import ExitStack
from functools import partial
from typing import Any

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import concurrency, exception, lifecycle
from nova_lite.compute import network_cache, operation, spawn_request
from nova_lite.compute.host import ComputeHost
from nova_lite.compute.operation import Work
from nova_lite.context import RequestContext
from nova_lite.network.model import VIF, vifs_from_cache, vifs_to_cache
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import Lease
from nova_lite.objects.request_spec import NetworkRequest
from nova_lite.rpc import compute as rpc

LOG = logging.getLogger(__name__)


class InterfaceEndpoint:
    """Takes attachments and detachments."""

    target = messaging.Target(version=rpc.VERSION)

    def __init__(self, host: ComputeHost) -> None:
        self._host = host

    @messaging.expose
    def attach_interface(self, context: RequestContext, instance: Instance, request: NetworkRequest) -> dict[str, Any]:
        """Attach one interface; returns it as in Instance.network_info."""
        return attach(self._host, context, instance, request).to_dict()

    @messaging.expose
    def detach_interface(
        self, context: RequestContext, instance: Instance, port_id: str, lease: Lease | None = None
    ) -> None:
        """Detach one interface."""
        if self._host.leases.accept(context, instance, lease):
            detach(self._host, context, instance, port_id, lease)


def attach(host: ComputeHost, context: RequestContext, instance: Instance, request: NetworkRequest) -> VIF:
    """Attach one interface and return it. Takes the server's lock.

    Raises what went wrong, for whoever waits: the errors of network.allocate, AttachInterfaceNotSupported,
    NetworkInterfaceTaggedAttachNotSupported, InterfaceAttachFailed.
    """
    work = Work(host, context, instance, lifecycle.ATTACH_INTERFACE)
    found: list[VIF] = []
    errors: list[Exception] = []

    def body() -> None:
        try:
            found.append(_attach(work, request))
        except Exception as error:
            errors.append(error)
            raise

    if not operation.run(work, body):
        raise errors[0]
    return found[0]


def _attach(work: Work, request: NetworkRequest) -> VIF:
    host, context, instance = work.host, work.context, work.instance
    _check_capabilities(host, instance, request)
    with concurrency.named_lock(network_cache.lock_name(instance.uuid)), ExitStack() as undo:
        network_cache.read_again(context, instance)
        before = instance.network_info
        vif = host.network.attach(context, instance, request)
        # From here on the record knows whose port it is, which decides what becomes of it.
        instance.network_info = [*before, vif.to_dict()]
        undo.callback(_forget, instance, before)
        undo.callback(
            operation.quietly,
            "removing its port",
            instance.uuid,
            partial(host.network.detach, context, instance, vif.id),
        )
        _plug_in(host, instance, vif)
        undo.callback(
            operation.quietly,
            "removing its interface",
            instance.uuid,
            partial(host.driver.detach_interface, instance, vif),
        )
        work.finish()
        undo.pop_all()
    LOG.info("Instance %s has another interface, port %s", instance.uuid, vif.id)
    return vif


def _check_capabilities(host: ComputeHost, instance: Instance, request: NetworkRequest) -> None:
    can = host.driver.capabilities
    if not can.get("supports_attach_interface"):
        raise exception.AttachInterfaceNotSupported(instance_uuid=instance.uuid)
    if request.tag and not can.get("supports_tagged_attach_interface"):
        raise exception.NetworkInterfaceTaggedAttachNotSupported()


def _plug_in(host: ComputeHost, instance: Instance, vif: VIF) -> None:
    try:
        host.driver.attach_interface(instance, spawn_request.image_of(instance), vif)
    except (exception.Invalid, exception.NotFound):
        raise
    except exception.NovaException as error:
        raise exception.InterfaceAttachFailed(instance_uuid=instance.uuid) from error


def _forget(instance: Instance, before: list[Any]) -> None:
    """The record as it was, nothing to be saved."""
    instance.network_info = before
    instance.obj_reset_changes(["network_info"])


def detach(
    host: ComputeHost, context: RequestContext, instance: Instance, port_id: str, lease: Lease | None = None
) -> bool:
    """Detach one interface: the port is deleted if we made it, else unbound. Takes the server's lock.

    A failure leaves a fault and keeps the port.
    """
    work = Work(host, context, instance, lifecycle.DETACH_INTERFACE, lease)
    return operation.run(work, partial(_detach, work, port_id))


def _detach(work: Work, port_id: str) -> None:
    host, context, instance = work.host, work.context, work.instance
    with concurrency.named_lock(network_cache.lock_name(instance.uuid)):
        network_cache.read_again(context, instance)
        vifs = vifs_from_cache(instance.network_info)
        lost = [vif for vif in vifs if vif.id == port_id]
        if not lost:
            raise exception.PortNotFound(port_id=port_id)
        try:
            host.driver.detach_interface(instance, lost[0])
        except exception.InstanceNotFound:
            raise
        except exception.NovaException as error:
            raise exception.InterfaceDetachFailed(instance_uuid=instance.uuid) from error
        host.network.detach(context, instance, port_id)
        instance.network_info = vifs_to_cache([vif for vif in vifs if vif.id != port_id])
        work.finish()
    LOG.info("Instance %s has port %s no more", instance.uuid, port_id)
