# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Devices that flavor, image and options give to a guest."""

import dataclasses
from typing import Any

import pytest

from nova_lite import exception
from nova_lite.virt.libvirt import guest_devices
from nova_lite.virt.libvirt.xml.element import Element, nodes
from tests.unit.virt.libvirt import plans


def built(tag: str, **values: Any) -> list[Element]:
    return [element for element in nodes(guest_devices.devices(plans.plan(**values))) if element.tag == tag]


def test_plain_guest(folder: Any) -> None:
    tags = [element.tag for element in nodes(guest_devices.devices(plans.plan()))]
    assert tags == ["disk", "serial", "graphics", "video", "input", "rng", "controller", "memballoon"]


@pytest.mark.parametrize(
    ("modes", "direct_io", "expected"),
    [([], True, "none"), ([], False, "writeback"), (["file=directsync", "block=none"], True, "directsync")],
)
def test_cache_mode(modes: list[str], direct_io: bool, expected: str, option: Any) -> None:
    option("disk_cachemodes", modes, "libvirt")
    assert guest_devices.cache_mode(direct_io) == expected


def test_preallocated_disks_use_native_io(folder: Any, option: Any) -> None:
    option("preallocate_images", "space")
    drivers = [disk.find("driver") for disk in built("disk", config_drive=True)]
    assert [driver.get("io") for driver in drivers] == ["native", None]


def test_scsi_disks_are_numbered(folder: Any) -> None:
    disks = built("disk", properties={"hw_disk_bus": "scsi", "hw_scsi_model": "virtio-scsi"}, flavor={"swap": 8})
    assert [disk.find("address").get("unit") for disk in disks] == ["0", "1"]
    controllers = built("controller", properties={"hw_disk_bus": "scsi", "hw_scsi_model": "virtio-scsi"})
    assert controllers[0].attrib == {"type": "scsi", "index": "0", "model": "virtio-scsi"}
    assert len(built("controller", properties={"hw_disk_bus": "scsi"})) == 1


@pytest.mark.parametrize(
    ("specs", "properties", "count"),
    [
        ({}, {}, 1),
        ({"hw:serial_port_count": "3"}, {"hw_serial_port_count": "2"}, 2),
        ({"hw:serial_port_count": "0"}, {}, 1),
    ],
)
def test_serial_ports(folder: Any, specs: dict[str, str], properties: dict[str, str], count: int) -> None:
    ports = built("serial", specs=specs, properties=properties)
    assert len(ports) == count
    assert [port.find("log") is not None for port in ports] == [True] + [False] * (count - 1)


@pytest.mark.parametrize(
    ("specs", "properties"),
    [
        ({"hw:serial_port_count": "1"}, {"hw_serial_port_count": "2"}),
        ({"hw:serial_port_count": "4"}, {}),
        ({}, {"hw_video_model": "hercules"}),
        ({}, {"hw_video_ram": "16"}),
        ({"hw_video:ram_max_mb": "8"}, {"hw_video_ram": "16"}),
        ({}, {"hw_watchdog_action": "bark"}),
    ],
)
def test_impossible_devices_are_refused(folder: Any, specs: dict[str, str], properties: dict[str, str]) -> None:
    with pytest.raises(exception.Invalid):
        guest_devices.devices(plans.plan(specs, properties))


def test_video_memory(folder: Any) -> None:
    (video,) = built("video", specs={"hw_video:ram_max_mb": "32"}, properties={"hw_video_ram": "16"})
    assert video.find("model").get("vram") == "16384"


@pytest.mark.parametrize(
    ("pointer", "properties", "arch", "expected"),
    [
        ("usbtablet", {}, "x86_64", [("tablet", "usb")]),
        ("ps2mouse", {}, "x86_64", []),
        ("usbtablet", {}, "aarch64", [("tablet", "usb"), ("keyboard", "usb")]),
        ("ps2mouse", {"hw_pointer_model": "usbtablet"}, "x86_64", [("tablet", "usb")]),
        ("ps2mouse", {"hw_input_bus": "virtio"}, "x86_64", [("tablet", "virtio"), ("keyboard", "virtio")]),
    ],
)
def test_inputs(
    folder: Any,
    option: Any,
    pointer: str,
    properties: dict[str, str],
    arch: str,
    expected: list[tuple[str, str]],
) -> None:
    option("pointer_model", pointer)
    found = built("input", properties=properties, arch=arch)
    assert [(element.get("type"), element.get("bus")) for element in found] == expected


def test_usb_controller_only_when_something_is_on_it(folder: Any, option: Any) -> None:
    option("pointer_model", "ps2mouse")
    assert built("controller")[-1].get("model") == "none"
    assert built("controller", properties={"hw_disk_bus": "usb"})[-1].get("model") is None
    assert built("controller", specs={"hw:usb_model": "qemu-xhci"})[-1].get("model") == "qemu-xhci"


@pytest.mark.parametrize(("value", "count"), [(None, 1), ("false", 0), ("true", 1)])
def test_random_numbers(folder: Any, value: str | None, count: int) -> None:
    assert len(built("rng", specs={"hw_rng:allowed": value} if value else {})) == count


@pytest.mark.parametrize(
    ("specs", "properties", "expected"),
    [
        ({}, {}, []),
        ({"hw:watchdog_action": "reset"}, {}, ["reset"]),
        ({"hw:watchdog_action": "reset"}, {"hw_watchdog_action": "pause"}, ["pause"]),
        ({"hw:watchdog_action": "reset"}, {"hw_watchdog_action": "disabled"}, []),
    ],
)
def test_watchdog(folder: Any, specs: dict[str, str], properties: dict[str, str], expected: list[str]) -> None:
    assert [one.get("action") for one in built("watchdog", specs=specs, properties=properties)] == expected


def test_guest_agent(folder: Any) -> None:
    (channel,) = built("channel", properties={"hw_qemu_guest_agent": "yes"})
    assert channel.find("source").get("path") == "/var/lib/libvirt/qemu/org.qemu.guest_agent.0.instance-00000007.sock"


def test_no_graphics_without_vnc(folder: Any, option: Any) -> None:
    option("enabled", False, "vnc")
    assert built("graphics") == built("video") == built("input") == []


def test_serial_ports_on_tcp(folder: Any, option: Any) -> None:
    option("enabled", True, "serial_console")
    option("proxyclient_address", "192.0.2.1", "serial_console")
    plan = plans.plan({"hw:serial_port_count": "2"})
    for ports, expected in (((), ["0", "0"]), ((10001, 10007), ["10001", "10007"])):
        elements = nodes(guest_devices.devices(dataclasses.replace(plan, tcp_ports=ports)))
        sources = [one.find("source") for one in elements if one.tag == "serial"]
        assert [(one.get("host"), one.get("service")) for one in sources] == [("192.0.2.1", port) for port in expected]


def test_spice(folder: Any, option: Any) -> None:
    option("enabled", True, "spice")
    option("playback_compression", False, "spice")
    option("streaming_mode", "all", "spice")
    vnc, spice = built("graphics")
    assert (vnc.get("type"), spice.get("type"), spice.get("defaultMode")) == ("vnc", "spice", None)
    assert [(one.tag, dict(one.attrib)) for one in spice] == [
        ("playback", {"compression": "off"}),
        ("streaming", {"mode": "all"}),
    ]
    assert [one.get("type") for one in built("channel")] == ["spicevmc"]


@pytest.mark.parametrize(("vnc", "agent", "tablets"), [(True, True, 1), (False, True, 0), (False, False, 1)])
def test_no_tablet_where_the_spice_agent_is_alone(
    folder: Any, option: Any, vnc: bool, agent: bool, tablets: int
) -> None:
    option("enabled", True, "spice")
    option("agent_enabled", agent, "spice")
    option("enabled", vnc, "vnc")
    assert len(built("input")) == tablets
