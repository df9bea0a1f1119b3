# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The connection to libvirt: opened, watched and opened again, what the host can do, its guests and its events.

With guest.py the only module that holds libvirt handles. It decides nothing about servers.
"""

import os
import threading
from collections.abc import Iterator
from typing import Any

import libvirt
from lxml import etree
from oslo_log import log as logging

from nova_lite import concurrency, exception
from nova_lite.conf import CONF
from nova_lite.virt.driver import ConnectionCallback
from nova_lite.virt.libvirt import errors, event_loop, events
from nova_lite.virt.libvirt.capabilities import (
    DomainCapabilities,
    HostCapabilities,
    feature_names,
    parse_domain,
    parse_host,
)
from nova_lite.virt.libvirt.guest import Guest

LOG = logging.getLogger(__name__)

MIN_LIBVIRT = 8_000_000
MIN_QEMU = 6_002_000
NEXT_MIN_LIBVIRT = 10_000_000
NEXT_MIN_QEMU = 8_002_002


def version_text(number: int) -> str:
    """9000000 as 9.0.0."""
    return f"{number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"


class Host:
    """One libvirt daemon."""

    def __init__(self, uri: str, lifecycle: events.LifecycleEvents) -> None:
        self._uri = uri
        self._lifecycle = lifecycle
        self._connection: Any = None
        self._listener: ConnectionCallback | None = None
        self._lost: str | None = None
        self._lock = threading.Lock()
        self._capabilities: HostCapabilities | None = None
        self._domain_capabilities: dict[tuple[str, str | None], DomainCapabilities] = {}

    def start(self) -> None:
        """Connect, check versions and begin to pass on events. Raises HypervisorUnavailable, ConfigInvalid."""
        libvirt.registerErrorHandler(lambda _context, _error: None, None)
        event_loop.start()
        self._connected()
        self._check_versions()

    def stop(self) -> None:
        """Close the connection."""
        with self._lock:
            if self._connection is not None:
                concurrency.native(self._connection.close)
                self._connection = None

    def listen_to_connection(self, callback: ConnectionCallback) -> None:
        """Call `callback` when libvirt is lost, with the reason, and when it is back, with None."""
        self._listener = callback

    # ---- connection ------------------------------------------------------------------------------------------------

    def _connected(self) -> Any:
        """The live connection, made anew when it was lost."""
        with self._lock:
            if self._connection is not None and not self._connection.isAlive():
                LOG.warning("Connection to libvirt at %s was lost", self._uri)
                self._connection = None
                self._tell("Connection to libvirt lost")
            if self._connection is None:
                self._connection = self._open()
            return self._connection

    def _open(self) -> Any:
        try:
            connection = errors.call(libvirt.open, self._uri)
        except exception.HypervisorUnavailable as error:
            self._tell(f"Failed to connect to libvirt: {error}")
            raise
        for register, arguments in (
            (connection.setKeepAlive, (5, 3)),
            (connection.registerCloseCallback, (self._close_event, None)),
            (
                connection.domainEventRegisterAny,
                (None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, self._lifecycle_event, None),
            ),
        ):
            try:
                errors.call(register, *arguments)
            except exception.NovaException as error:
                LOG.warning("libvirt at %s: %s", self._uri, error)
        self._capabilities = None
        self._domain_capabilities = {}
        LOG.info("Connected to libvirt at %s", self._uri)
        self._tell(None)
        return connection

    def _tell(self, lost: str | None) -> None:
        """Pass on that libvirt is lost or back, once each; the first reason stays."""
        if (lost is None) == (self._lost is None):
            return
        self._lost = lost
        if self._listener is not None:
            self._listener(lost)

    def _call(self, method: str, *arguments: Any) -> Any:
        """Call a method of the connection; a broken one is dropped and will be opened at the next call."""
        connection = self._connected()
        try:
            return errors.call(getattr(connection, method), *arguments)
        except exception.HypervisorUnavailable:
            with self._lock:
                if self._connection is connection:
                    self._connection = None
                    self._tell("Connection to libvirt lost")
            raise

    # ---- events ----------------------------------------------------------------------------------------------------

    def _close_event(self, connection: Any, reason: int, _opaque: Any) -> None:
        event_loop.later(self._closed, connection, reason)

    def _closed(self, connection: Any, reason: int) -> None:
        """libvirt's end is gone: forget the connection unless it was replaced already."""
        with self._lock:
            if self._connection is not connection:
                return
            self._connection = None
            self._tell(f"Connection to libvirt lost: {reason}")

    def _lifecycle_event(self, _connection: Any, domain: Any, event: int, detail: int, _opaque: Any) -> None:
        event_loop.later(self._pass_on, domain.UUIDString(), event, detail)

    def _pass_on(self, uuid: str, event: int, detail: int) -> None:
        state = events.power_state_of(event, detail)
        if state is not None:
            self._lifecycle.report(uuid, state)

    # ---- facts -----------------------------------------------------------------------------------------------------

    def _check_versions(self) -> None:
        rows = (
            ("libvirt", int(self._call("getLibVersion")), MIN_LIBVIRT, NEXT_MIN_LIBVIRT),
            ("QEMU", self.hypervisor_version(), MIN_QEMU, NEXT_MIN_QEMU),
        )
        for name, found, least, next_least in rows:
            if found < least:
                raise exception.ConfigInvalid(
                    reason=f"{name} {version_text(found)} is too old, at least {version_text(least)} is needed"
                )
            if found < next_least:
                LOG.warning("The next release will need %s %s or newer", name, version_text(next_least))

    def hypervisor_version(self) -> int:
        """QEMU's version as libvirt counts it: 7.2.22 is 7002022."""
        return int(self._call("getVersion"))

    def hypervisor_type(self) -> str:
        """QEMU."""
        return str(self._call("getType"))

    def hostname(self) -> str:
        """The host's name as libvirt knows it."""
        return str(self._call("getHostname"))

    def memory_mb(self) -> int:
        """Memory of the host in MiB."""
        return int(self._call("getInfo")[1])

    def online_cpus(self) -> int:
        """Number of CPUs in use by the host."""
        present, cpu_map, online = self._call("getCPUMap")
        return int(online or sum(cpu_map) or present)

    def capabilities(self) -> HostCapabilities:
        """What the host is; read once per connection."""
        if self._capabilities is None:
            self._capabilities = parse_host(self._call("getCapabilities"))
        return self._capabilities

    def domain_capabilities(self, arch: str, machine: str | None) -> DomainCapabilities:
        """What guests may have; read once per connection. Raises HypervisorError when they cannot run at all."""
        key = (arch, machine)
        if key not in self._domain_capabilities:
            xml = self._call("getDomainCapabilities", None, arch, machine, CONF.libvirt.virt_type, 0)
            self._domain_capabilities[key] = parse_domain(xml)
        return self._domain_capabilities[key]

    def expanded_features(self, cpu_xml: str) -> frozenset[str]:
        """All features of a <cpu>, those of its named model included."""
        xml = self._call("baselineCPU", [cpu_xml], libvirt.VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES)
        return feature_names(etree.fromstring(xml))

    # ---- guests ----------------------------------------------------------------------------------------------------

    def guest(self, uuid: str) -> Guest:
        """The guest of a server; raises InstanceNotFound."""
        try:
            return Guest(self._call("lookupByUUIDString", uuid))
        except exception.InstanceNotFound as error:
            raise exception.InstanceNotFound(instance_id=uuid) from error

    def guests(self, only_running: bool = False) -> Iterator[Guest]:
        """All guests that libvirt knows."""
        flags = libvirt.VIR_CONNECT_LIST_DOMAINS_ACTIVE if only_running else 0
        for domain in self._call("listAllDomains", flags):
            yield Guest(domain)

    def define(self, xml: str) -> Guest:
        """Define a guest, or change the definition of one. Raises HypervisorError."""
        return Guest(self._call("defineXML", xml))


def has_cpu_shares() -> bool:
    """True when the host's control groups let guests be weighted against each other."""
    return _cgroup_v1_cpu() or _cgroup_v2_cpu()


def _cgroup_v1_cpu(mounts: str = "/proc/self/mounts") -> bool:
    with open(mounts, encoding="utf-8") as stream:
        rows = [line.split() for line in stream]
    return any(row[2] == "cgroup" and "cpu" in row[3].split(",") for row in rows if len(row) > 3)


def _cgroup_v2_cpu(controllers: str = "/sys/fs/cgroup/cgroup.controllers") -> bool:
    if not os.path.exists(controllers):
        return False
    with open(controllers, encoding="utf-8") as stream:
        return "cpu" in stream.read().split()
