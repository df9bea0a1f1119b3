# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Interfaces: os-vif's descriptions, plugging, and the guest's end."""

from typing import Any

import os_vif
import pytest
from os_vif import exception as os_vif_exception
from os_vif.objects import vif as kinds

from nova_lite import exception
from nova_lite.virt.libvirt import vif
from tests.contract import guests
from tests.unit.virt.libvirt import plans

HYBRID = {"ovs_hybrid_plug": True}


def test_native_port() -> None:
    found = vif.to_os_vif(plans.vif(ovs_interfaceid="iface", details={"port_filter": True, "datapath_type": "netdev"}))
    assert isinstance(found, kinds.VIFOpenVSwitch)
    assert (found.vif_name, found.bridge_name, found.plugin) == ("tape0e0e0e0-11", "br-int", "ovs")
    assert (found.port_profile.interface_id, found.port_profile.datapath_type) == ("iface", "netdev")
    assert found.has_traffic_filtering is True
    assert (found.network.mtu, found.network.bridge) == (1450, "br-int")


def test_hybrid_port() -> None:
    found = vif.to_os_vif(plans.vif(details=HYBRID))
    assert isinstance(found, kinds.VIFBridge)
    assert found.bridge_name == "qbre0e0e0e0-11"


def test_linux_bridge() -> None:
    found = vif.to_os_vif(plans.vif(type="bridge"))
    assert (found.plugin, found.bridge_name) == ("linux_bridge", "br-int")


@pytest.mark.parametrize("kind", [None, "binding_failed", "unbound"])
def test_unbound_ports(kind: str | None) -> None:
    with pytest.raises(exception.PortBindingFailed, match="e0e0e0e0"):
        vif.to_os_vif(plans.vif(type=kind))


@pytest.mark.parametrize("values", [{"type": "tap"}, {"type": "hw_veb"}, {"vnic_type": "direct"}])
def test_kinds_that_are_not_plugged(values: dict[str, Any]) -> None:
    with pytest.raises(exception.UnsupportedFeature, match="e0e0e0e0"):
        vif.to_os_vif(plans.vif(**values))


def test_device_name_follows_the_port() -> None:
    assert vif.device_name(plans.vif(devname=None)) == "tape0e0e0e0-11"


def test_plug_passes_the_server_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Any, Any]] = []
    monkeypatch.setattr(os_vif, "plug", lambda port, server: seen.append((port, server)))
    server = guests.instance(id=7)
    vif.plug(server, plans.vif())
    assert [(port.id, info.uuid, info.name) for port, info in seen] == [
        (plans.vif().id, server.uuid, "instance-00000007")
    ]


def test_plug_errors_are_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_port: Any, _server: Any) -> None:
        raise os_vif_exception.PlugException(vif="x", err="no switch")

    monkeypatch.setattr(os_vif, "plug", fail)
    with pytest.raises(exception.VirtualInterfaceCreateFailed, match="no switch"):
        vif.plug(guests.instance(), plans.vif())


def test_unplug_never_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_port: Any, _server: Any) -> None:
        raise os_vif_exception.UnplugException(vif="x", err="no switch")

    monkeypatch.setattr(os_vif, "unplug", fail)
    assert vif.unplug(guests.instance(), plans.vif()) is None
    assert vif.unplug(guests.instance(), plans.vif(type="binding_failed")) is None


@pytest.mark.parametrize(
    ("values", "kind", "port", "managed"),
    [
        ({}, "bridge", "e0e0e0e0-1111-4222-8333-f0f0f0f0f0f0", None),
        ({"details": HYBRID}, "bridge", None, None),
        ({"delegate_create": True}, "ethernet", None, False),
        ({"delegate_create": True, "details": HYBRID}, "bridge", None, None),
        (
            {"delegate_create": True, "details": {"datapath_type": "netdev"}},
            "bridge",
            "e0e0e0e0-1111-4222-8333-f0f0f0f0f0f0",
            None,
        ),
    ],
)
def test_guest_end(values: dict[str, Any], kind: str, port: str | None, managed: bool | None) -> None:
    found = vif.interface(plans.vif(**values), guests.flavor(), guests.image())
    assert (found.type, found.openvswitch_port, found.managed) == (kind, port, managed)
    assert (found.target, found.mtu) == ("tape0e0e0e0-11", 1450)


@pytest.mark.parametrize(
    ("virt_type", "vcpus", "max_queues", "expected"),
    [
        ("qemu", 4, None, ("qemu", None)),
        ("kvm", 4, None, ("vhost", 4)),
        ("kvm", 4, 2, ("vhost", 2)),
        ("kvm", 1, None, (None, None)),
    ],
)
def test_queues(virt_type: str, vcpus: int, max_queues: int | None, expected: tuple[Any, Any], option: Any) -> None:
    option("virt_type", virt_type, "libvirt")
    option("max_queues", max_queues, "libvirt")
    flavor = guests.flavor(vcpus=vcpus, extra_specs={"hw:vif_multiqueue_enabled": "true"})
    found = vif.interface(plans.vif(), flavor, guests.image())
    assert (found.driver, found.queues) == expected


def test_model_of_the_image() -> None:
    found = vif.interface(plans.vif(), guests.flavor(), guests.image(properties={"hw_vif_model": "e1000"}))
    assert (found.model, found.driver) == ("e1000", None)
    with pytest.raises(exception.Invalid, match="netfront"):
        vif.interface(plans.vif(), guests.flavor(), guests.image(properties={"hw_vif_model": "netfront"}))


def test_bandwidth_of_the_flavor() -> None:
    specs = {"quota:vif_outbound_average": "10", "quota:vif_outbound_burst": "20", "hw:virtio_packed_ring": "1"}
    found = vif.interface(plans.vif(), guests.flavor(extra_specs=specs), guests.image())
    assert (found.bandwidth["outbound"].average, found.bandwidth["outbound"].burst) == (10, 20)
    assert found.packed is True
