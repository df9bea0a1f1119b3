# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""<interface>."""

from nova_lite.virt.libvirt.xml.element import to_text
from nova_lite.virt.libvirt.xml.interface import Bandwidth, Interface

MAC = "fa:16:3e:00:00:01"


def test_open_vswitch_port() -> None:
    interface = Interface("bridge", MAC, bridge="br-int", target="tap1", openvswitch_port="port", mtu=1450)
    assert to_text(interface.element()).split() == [
        *("<interface", 'type="bridge">', "<mac", f'address="{MAC}"/>', "<model", 'type="virtio"/>'),
        *("<mtu", 'size="1450"/>', "<source", 'bridge="br-int"/>', "<target", 'dev="tap1"/>'),
        *("<virtualport", 'type="openvswitch">', "<parameters", 'interfaceid="port"/>', "</virtualport>"),
        "</interface>",
    ]


def test_tap_device_made_by_somebody_else() -> None:
    element = Interface("ethernet", MAC, target="tap1", managed=False).element()
    assert element.find("target").attrib == {"dev": "tap1", "managed": "no"}
    assert element.find("source") is None


def test_driver_and_bandwidth() -> None:
    limits = {"outbound": Bandwidth(1, 2, 3), "inbound": Bandwidth(average=9)}
    interface = Interface("bridge", MAC, bridge="b", driver="vhost", queues=4, packed=True, bandwidth=limits)
    element = interface.element()
    assert element.find("driver").attrib == {"name": "vhost", "queues": "4", "packed": "on"}
    assert element.find("bandwidth/inbound").attrib == {"average": "9"}
    assert element.find("bandwidth/outbound").attrib == {"average": "1", "peak": "2", "burst": "3"}


def test_vhostuser() -> None:
    element = Interface("vhostuser", MAC, socket_path="/run/vhu", socket_mode="server").element()
    assert element.find("source").attrib == {"type": "unix", "mode": "server", "path": "/run/vhu"}
