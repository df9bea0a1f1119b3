# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""<interface>: the guest's end of a network port."""

from dataclasses import dataclass, field

from nova_lite.virt.libvirt.xml.element import Element, node


@dataclass(frozen=True, slots=True)
class Bandwidth:
    """Shaping of one direction: KiB per second (average, peak) and KiB (burst)."""

    average: int | None = None
    peak: int | None = None
    burst: int | None = None


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface of type bridge, ethernet or vhostuser.

    managed=False says that the tap device exists already. `openvswitch_port` makes it a port of Open vSwitch.
    """

    type: str
    mac: str
    model: str | None = "virtio"
    bridge: str | None = None
    target: str | None = None
    managed: bool | None = None
    openvswitch_port: str | None = None
    socket_path: str | None = None
    socket_mode: str | None = None
    driver: str | None = None
    queues: int | None = None
    rx_queue_size: int | None = None
    tx_queue_size: int | None = None
    packed: bool | None = None
    mtu: int | None = None
    bandwidth: dict[str, Bandwidth] = field(default_factory=dict)

    def element(self) -> Element:
        """The element."""
        return node(
            "interface",
            node("mac", address=self.mac),
            node("model", type=self.model) if self.model else None,
            self._driver(),
            node("mtu", size=self.mtu) if self.mtu else None,
            self._source(),
            node("target", dev=self.target, managed=self.managed) if self.target else None,
            self._virtual_port(),
            self._bandwidth(),
            type=self.type,
        )

    def _driver(self) -> Element | None:
        driver = node(
            "driver",
            name=self.driver,
            queues=self.queues,
            rx_queue_size=self.rx_queue_size,
            tx_queue_size=self.tx_queue_size,
            packed=None if self.packed is None else ("on" if self.packed else "off"),
        )
        return driver if driver.attrib else None

    def _source(self) -> Element | None:
        if self.type == "bridge":
            return node("source", bridge=self.bridge)
        if self.type == "vhostuser":
            return node("source", type="unix", mode=self.socket_mode, path=self.socket_path)
        return None

    def _virtual_port(self) -> Element | None:
        if self.openvswitch_port is None:
            return None
        return node("virtualport", node("parameters", interfaceid=self.openvswitch_port), type="openvswitch")

    def _bandwidth(self) -> Element | None:
        if not self.bandwidth:
            return None
        limits = [
            node(direction, average=limit.average, peak=limit.peak, burst=limit.burst)
            for direction, limit in sorted(self.bandwidth.items())
        ]
        return node("bandwidth", *limits)
