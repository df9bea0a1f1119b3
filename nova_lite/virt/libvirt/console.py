# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Consoles of guests: where they are reached, and the last bytes of the log, rotated parts included."""

import os

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.lifecycle import PowerState
from nova_lite.objects.instance import Instance
from nova_lite.privsep import path as privileged
from nova_lite.virt.driver import ConsoleTarget
from nova_lite.virt.libvirt.disks.files import GuestFiles
from nova_lite.virt.libvirt.host import Host
from nova_lite.virt.libvirt.xml.element import Element

MAX_BYTES = 102400
_MAX_ROTATED = 8


class GuestConsoles:
    """The part of the driver that concerns consoles."""

    _host: Host

    def get_console_output(self, context: RequestContext, instance: Instance) -> bytes:
        """See virt.driver.Console."""
        self._host.guest(instance.uuid)
        return read_log(GuestFiles(instance.uuid))

    def get_vnc_console(self, context: RequestContext, instance: Instance) -> ConsoleTarget:
        """See virt.driver.Console."""
        if not CONF.vnc.enabled:
            raise exception.ConsoleTypeUnavailable(console_type="novnc")
        port = self._host.guest(instance.uuid).vnc_port()
        if port is None:
            raise exception.ConsoleNotAvailable()
        return ConsoleTarget(host=CONF.vnc.server_proxyclient_address, port=port)

    def get_spice_console(self, context: RequestContext, instance: Instance) -> ConsoleTarget:
        """See virt.driver.Console."""
        if not CONF.spice.enabled:
            raise exception.ConsoleTypeUnavailable(console_type="spice")
        plain, secure = spice_ports(self._host.guest(instance.uuid).xml())
        port = plain or secure
        if port is None:
            raise exception.ConsoleNotAvailable()
        return ConsoleTarget(CONF.spice.server_proxyclient_address, port, tls_port=secure)

    def get_serial_console(self, context: RequestContext, instance: Instance) -> ConsoleTarget:
        """See virt.driver.Console."""
        if not CONF.serial_console.enabled:
            raise exception.ConsoleTypeUnavailable(console_type="serial")
        guest = self._host.guest(instance.uuid)
        address = serial_address(guest.xml())
        if address is None or guest.info().state != PowerState.RUNNING:
            raise exception.ConsoleNotAvailable()
        return ConsoleTarget(*address)


def spice_ports(domain: Element) -> tuple[int | None, int | None]:
    """Ports of a guest's SPICE server, without and with TLS; None for one that it has not."""
    graphics = domain.find("./devices/graphics[@type='spice']")
    plain, secure = (int(graphics.get(name) or -1) if graphics is not None else -1 for name in ("port", "tlsPort"))
    return plain if plain > 0 else None, secure if secure > 0 else None


def serial_address(domain: Element) -> tuple[str, int] | None:
    """Address and TCP port of a guest's first serial port; None when it has none on TCP."""
    source = domain.find("./devices/serial[@type='tcp']/source[@mode='bind']")
    return None if source is None else (str(source.get("host")), int(source.get("service") or 0))


def read_log(files: GuestFiles, limit: int = MAX_BYTES) -> bytes:
    """The newest `limit` bytes; virtlogd keeps older parts as console.log.0, .1 and so on, oldest last."""
    names = [files.console_log, *[f"{files.console_log}.{number}" for number in range(_MAX_ROTATED)]]
    found = b""
    for name in names:
        if len(found) >= limit or not os.path.exists(name):
            break
        found = _last_bytes(name, limit - len(found)) + found
    return found


def _last_bytes(path: str, count: int) -> bytes:
    try:
        with open(path, "rb") as stream:
            stream.seek(max(0, os.fstat(stream.fileno()).st_size - count))
            return stream.read(count)
    except PermissionError:
        content: bytes = privileged.last_bytes(path, count)
        return content
