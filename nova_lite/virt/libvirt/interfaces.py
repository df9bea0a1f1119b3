# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Interfaces of guests: both ends of each. What an interface looks like is in vif.py."""

from collections.abc import Iterable

from oslo_log import log as logging

from nova_lite import concurrency, exception
from nova_lite.conf import CONF
from nova_lite.lifecycle import PowerState
from nova_lite.network.model import VIF
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.instance import Instance
from nova_lite.virt import device_tags
from nova_lite.virt.libvirt import device_metadata, errors
from nova_lite.virt.libvirt import vif as ends
from nova_lite.virt.libvirt.guest import Guest
from nova_lite.virt.libvirt.host import Host
from nova_lite.virt.libvirt.xml.element import Element, to_text

LOG = logging.getLogger(__name__)

POLL_S = 0.5
_LIVE = frozenset({PowerState.RUNNING, PowerState.PAUSED})


class GuestInterfaces:
    """The part of the driver that concerns interfaces."""

    _host: Host

    def plug_vifs(self, instance: Instance, vifs: Iterable[VIF]) -> None:
        """See virt.driver.Spawn."""
        for one in vifs:
            ends.plug(instance, one)

    def unplug_vifs(self, instance: Instance, vifs: Iterable[VIF]) -> None:
        """See virt.driver.Spawn."""
        for one in vifs:
            ends.unplug(instance, one)

    def attach_interface(self, instance: Instance, image: ImageMeta, vif: VIF) -> None:
        """See virt.driver.Interfaces."""
        guest = self._host.guest(instance.uuid)
        if instance.flavor is None:
            raise exception.Invalid(f"Instance {instance.uuid} has no flavor.")
        definition = ends.interface(vif, instance.flavor, image).element()
        ends.plug(instance, vif)
        try:
            guest.attach_device(to_text(definition), live=guest.info().state in _LIVE)
        except exception.NovaException:
            ends.unplug(instance, vif)
            raise
        if vif.tag:
            found = device_metadata.collect(guest.xml(), [], [vif])
            device_tags.record(instance, [*instance.device_metadata, *found])
        LOG.info("Instance %s: interface of port %s attached", instance.uuid, vif.id)

    def detach_interface(self, instance: Instance, vif: VIF) -> None:
        """See virt.driver.Interfaces."""
        guest = self._host.guest(instance.uuid)
        mac = vif.address.lower()
        kept = _interface(guest.xml(inactive=True), mac)
        if kept is not None:
            guest.detach_device(to_text(kept), live=False)
        if guest.info().state in _LIVE:
            _detach_live(guest, mac)
        ends.unplug(instance, vif)
        device_tags.record(instance, [one for one in instance.device_metadata if one.mac != mac])
        LOG.info("Instance %s: interface of port %s detached", instance.uuid, vif.id)


def _detach_live(guest: Guest, mac: str) -> None:
    """Ask a running guest to give the interface up until it does. Raises InterfaceDetachFailed when it never does."""
    for _ in range(CONF.libvirt.device_detach_attempts):
        present = _interface(guest.xml(), mac)
        if present is None:
            return
        try:
            guest.detach_device(to_text(present), live=True)
        except (errors.HypervisorError, errors.GuestStateWrong) as error:
            # It may be on its way out since an earlier attempt, or the guest may have stopped meanwhile.
            LOG.debug("Guest %s: interface %s: %s", guest.uuid, mac, error)
        if concurrency.wait_until(lambda: _interface(guest.xml(), mac) is None, _timeout_s(), POLL_S):
            return
        LOG.info("Guest %s does not give up interface %s yet", guest.uuid, mac)
    raise exception.InterfaceDetachFailed(instance_uuid=guest.uuid)


def _timeout_s() -> float:
    return float(CONF.libvirt.device_detach_timeout)


def _interface(definition: Element, mac: str) -> Element | None:
    for element in definition.iterfind("./devices/interface"):
        address = element.find("mac")
        if address is not None and str(address.get("address")).lower() == mac:
            return element
    return None
