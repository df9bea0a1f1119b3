# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""How the driver composes its parts, on a host in memory; tests/contract runs it on a real one."""

import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from nova_lite import exception
from nova_lite.context import get_admin_context
from nova_lite.lifecycle import PowerState
from nova_lite.network.model import VIF
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.instance import Instance
from nova_lite.virt.driver import GuestInfo, SpawnRequest
from nova_lite.virt.libvirt import checks, power
from nova_lite.virt.libvirt import driver as driver_module
from nova_lite.virt.libvirt.capabilities import HostCapabilities, HostCpu
from nova_lite.virt.libvirt.disks import create
from nova_lite.virt.libvirt.driver import LibvirtDriver
from nova_lite.virt.libvirt.xml.element import parse
from tests.contract import guests
from tests.unit.virt.libvirt import plans

CONTEXT = get_admin_context()


class MemoryGuest:
    """A guest that notes what happens to it in its host's journal."""

    def __init__(self, host: "MemoryHost", xml: str) -> None:
        self.host = host
        self.root = parse(xml)
        self.uuid = str(self.root.findtext("uuid"))
        self.state = PowerState.SHUTDOWN

    def _note(self, what: str, state: PowerState) -> None:
        self.host.journal.append(what)
        self.state = state

    def info(self) -> GuestInfo:
        return GuestInfo(self.state, 1 if self.state == PowerState.RUNNING else None)

    def start(self, paused: bool = False) -> None:
        self._note("start paused" if paused else "start", PowerState.PAUSED if paused else PowerState.RUNNING)

    def resume(self) -> None:
        self._note("resume", PowerState.RUNNING)

    def kill(self) -> None:
        self._note("kill", PowerState.SHUTDOWN)

    def press_power_button(self) -> None:
        self._note("press", PowerState.SHUTDOWN)

    def undefine(self) -> None:
        self.host.journal.append("undefine")
        del self.host.known[self.uuid]

    def drop_saved_state(self) -> None:
        self.host.journal.append("drop saved state")

    def firmware_files(self) -> dict[str, str]:
        return {}

    def xml(self) -> Any:
        for number, device in enumerate(self.root.iterfind("./devices/interface"), start=1):
            device.append(
                parse(f"<address type='pci' domain='0x0000' bus='0x00' slot='{number:#04x}' function='0x0'/>")
            )
        return self.root

    def vnc_port(self) -> int | None:
        return 5901 if self.state == PowerState.RUNNING else None


class MemoryHost:
    """The Host of nova_lite.virt.libvirt.host without libvirt."""

    def __init__(self) -> None:
        self.known: dict[str, MemoryGuest] = {}
        self.journal: list[str] = []

    def capabilities(self) -> HostCapabilities:
        return HostCapabilities("uuid", HostCpu("x86_64"))

    def guest(self, uuid: str) -> MemoryGuest:
        if uuid not in self.known:
            raise exception.InstanceNotFound(instance_id=uuid)
        return self.known[uuid]

    def guests(self) -> Iterable[MemoryGuest]:
        return self.known.values()

    def define(self, xml: str) -> MemoryGuest:
        self.journal.append("define")
        fresh = MemoryGuest(self, xml)
        self.known[fresh.uuid] = fresh
        return fresh

    def start(self) -> None:
        self.journal.append("connect")

    def stop(self) -> None:
        self.journal.append("close")


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch, folder: Path, option: Any) -> MemoryHost:
    """A driver's host whose journal also tells of interfaces and disks."""
    found = MemoryHost()
    option("virt_type", "qemu", "libvirt")
    monkeypatch.setattr(driver_module.vif, "plug", lambda server, port: found.journal.append("plug"))
    monkeypatch.setattr(driver_module.vif, "unplug", lambda server, port: found.journal.append("unplug"))
    monkeypatch.setattr(driver_module.vif, "initialize", lambda: None)
    monkeypatch.setattr(create, "create", lambda *arguments: found.journal.append("disks"))
    monkeypatch.setattr(create, "restore_backing_file", lambda *arguments: found.journal.append("backing file"))
    return found


@pytest.fixture
def driver(host: MemoryHost) -> LibvirtDriver:
    made = LibvirtDriver(download=guests.download)
    made._host = host  # type: ignore[assignment]
    return made


def waiter(host: MemoryHost, error: Exception | None = None) -> Any:
    @contextmanager
    def wait(vifs: Iterable[VIF]) -> Iterator[None]:
        host.journal.append(f"wait for {len(list(vifs))}")
        yield
        host.journal.append("waited")
        if error:
            raise error

    def make(vifs: Iterable[VIF]) -> AbstractContextManager[None]:
        return wait(vifs)

    return make


def test_config_drive_knows_where_tagged_devices_are(
    driver: LibvirtDriver, host: MemoryHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    server = guests.instance()

    def config_drive(request: SpawnRequest, disks: Any, files: Any) -> None:
        host.journal.append("config drive")
        seen.extend((device.tags, device.address) for device in request.instance.device_metadata)

    monkeypatch.setattr(create, "config_drive", config_drive)
    driver.spawn(CONTEXT, guests.request(server, vifs=(plans.vif(meta={"tag": "web"}),), config_drive=dict))
    assert host.journal == ["disks", "plug", "define", "config drive", "start"]
    assert seen == [(["web"], "0000:00:01.0")]


def test_untagged_devices_are_no_change(driver: LibvirtDriver) -> None:
    request = guests.request(vifs=(plans.vif(),))
    driver.spawn(CONTEXT, request)
    assert "device_metadata" not in request.instance.obj_what_changed()


def test_spawn_waits_with_stopped_cpus(driver: LibvirtDriver, host: MemoryHost) -> None:
    driver.spawn(CONTEXT, guests.request(vifs=(plans.vif(),), wait_for_vifs=waiter(host)))
    assert host.journal == ["disks", "wait for 1", "plug", "define", "start paused", "waited", "resume"]


def test_spawn_does_not_wait_for_what_is_ready(driver: LibvirtDriver, host: MemoryHost) -> None:
    driver.spawn(CONTEXT, guests.request(vifs=(plans.vif(active=True),), wait_for_vifs=waiter(host)))
    assert host.journal == ["disks", "plug", "define", "start"]


def test_spawn_that_waited_in_vain_leaves_no_running_guest(driver: LibvirtDriver, host: MemoryHost) -> None:
    late = exception.VirtualInterfaceCreateFailed()
    with pytest.raises(exception.VirtualInterfaceCreateFailed):
        driver.spawn(CONTEXT, guests.request(vifs=(plans.vif(),), wait_for_vifs=waiter(host, late)))
    assert host.journal[-1] == "kill"


@pytest.mark.parametrize(
    "server",
    [
        guests.instance(guests.flavor(extra_specs={"hw:numa_nodes": "2"})),
        guests.instance(trusted_certs=["certificate"]),
    ],
)
def test_spawn_refuses_before_anything_is_made(
    driver: LibvirtDriver, host: MemoryHost, folder: Path, server: Instance
) -> None:
    request = guests.request(server)
    with pytest.raises(exception.UnsupportedFeature):
        driver.spawn(CONTEXT, request)
    assert host.journal == []
    assert list(folder.iterdir()) == []


def test_spawn_records_the_hosts_defaults(driver: LibvirtDriver) -> None:
    root, swap = BlockDevice(boot_index=0), BlockDevice(source_type="blank", guest_format="swap", volume_size=8)
    request = guests.request(
        guests.instance(guests.flavor(ephemeral_gb=1), system_metadata={"image_hw_disk_bus": "scsi"}),
        image=guests.image(properties={"hw_disk_bus": "scsi", "hw_scsi_model": "virtio-scsi"}),
        block_devices=(root, swap),
    )
    driver.spawn(CONTEXT, request)
    server = request.instance
    assert server.system_metadata["image_hw_machine_type"] == "pc"
    assert server.system_metadata["image_hw_disk_bus"] == "scsi"
    assert (server.root_device_name, server.default_ephemeral_device, server.default_swap_device) == (
        "/dev/sda",
        "/dev/sdb",
        "/dev/sdc",
    )
    assert (root.device_name, swap.device_name) == ("/dev/sda", "/dev/sdc")


@pytest.mark.parametrize(
    ("device", "properties", "bus"),
    [
        ("cdrom", {}, "ide"),
        ("cdrom", {"hw_machine_type": "q35"}, "sata"),
        ("cdrom", {"hw_machine_type": "q35", "hw_cdrom_bus": "scsi"}, "scsi"),
        ("disk", {"hw_machine_type": "q35"}, "virtio"),
    ],
)
def test_usual_bus_is_that_of_the_machine(
    driver: LibvirtDriver, device: str, properties: dict[str, str], bus: str
) -> None:
    assert driver.usual_bus(device, guests.image(properties=properties)) == bus


def test_spawn_fetches_external_kernels(driver: LibvirtDriver, folder: Path) -> None:
    request = guests.request(guests.instance(kernel_id="kernel-image"))
    driver.spawn(CONTEXT, request)
    kernel = folder / request.instance.uuid / "kernel"
    assert kernel.read_bytes() == guests.boot_disk()
    assert not (folder / request.instance.uuid / "ramdisk").exists()


def test_destroy_removes_everything(driver: LibvirtDriver, host: MemoryHost, folder: Path) -> None:
    request = guests.request(vifs=(plans.vif(),))
    driver.spawn(CONTEXT, request)
    host.journal.clear()

    driver.destroy(CONTEXT, request.instance, request.vifs)

    assert host.journal == ["kill", "unplug", "undefine"]
    assert not (folder / request.instance.uuid).exists()
    host.journal.clear()
    driver.destroy(CONTEXT, request.instance, request.vifs)
    assert host.journal == ["unplug"]


def test_destroy_may_keep_disks(driver: LibvirtDriver, folder: Path) -> None:
    request = guests.request()
    driver.spawn(CONTEXT, request)
    driver.destroy(CONTEXT, request.instance, (), destroy_disks=False)
    assert (folder / request.instance.uuid).exists()


def spawned(driver: LibvirtDriver, host: MemoryHost, **values: Any) -> SpawnRequest:
    request = guests.request(vifs=(plans.vif(),), **values)
    driver.spawn(CONTEXT, request)
    host.journal.clear()
    return request


def test_power_on_rebuilds_a_stopped_guest(driver: LibvirtDriver, host: MemoryHost) -> None:
    request = spawned(driver, host)
    driver.power_on(CONTEXT, request)
    assert host.journal == []

    driver.power_off(request.instance)
    host.journal.clear()
    driver.power_on(CONTEXT, request)
    assert host.journal == ["kill", "drop saved state", "unplug", "backing file", "plug", "define", "start"]


def test_power_on_of_a_guest_whose_definition_is_lost(driver: LibvirtDriver, host: MemoryHost) -> None:
    request = spawned(driver, host)
    host.known.clear()
    driver.power_on(CONTEXT, request)
    assert driver.get_info(request.instance).state == PowerState.RUNNING


def test_hard_reboot_keeps_the_config_drive(driver: LibvirtDriver, host: MemoryHost, folder: Path) -> None:
    request = spawned(driver, host)
    (folder / request.instance.uuid / "disk.config").touch()
    assert driver.reboot(CONTEXT, request, hard=True) is False
    sources = [source.get("file") for source in host.guest(request.instance.uuid).root.iterfind("devices/disk/source")]
    assert [os.path.basename(source or "") for source in sources] == ["disk", "disk.config"]


def test_hard_reboot_waits_only_for_chosen_ports(driver: LibvirtDriver, host: MemoryHost, option: Any) -> None:
    request = spawned(driver, host, wait_for_vifs=waiter(host))
    driver.reboot(CONTEXT, request, hard=True)
    assert "resume" not in host.journal

    option("wait_for_vif_plugged_event_during_hard_reboot", ["normal"], "workarounds")
    host.journal.clear()
    driver.reboot(CONTEXT, request, hard=True)
    assert host.journal[-4:] == ["define", "start paused", "waited", "resume"]


def test_soft_reboot(driver: LibvirtDriver, host: MemoryHost, monkeypatch: pytest.MonkeyPatch) -> None:
    request = spawned(driver, host)
    monkeypatch.setattr(power.concurrency, "sleep", lambda seconds: None)
    assert driver.reboot(CONTEXT, request, hard=False) is True
    assert host.journal == ["press", "start"]


def test_vnc_console(driver: LibvirtDriver, host: MemoryHost, option: Any) -> None:
    option("server_proxyclient_address", "192.0.2.7", "vnc")
    request = spawned(driver, host)
    target = driver.get_vnc_console(CONTEXT, request.instance)
    assert (target.host, target.port) == ("192.0.2.7", 5901)
    option("enabled", False, "vnc")
    with pytest.raises(exception.ConsoleTypeUnavailable):
        driver.get_vnc_console(CONTEXT, request.instance)


@pytest.mark.parametrize(
    ("section", "method", "device"),
    [
        ("spice", "get_spice_console", "graphics[@type='spice']"),
        ("serial_console", "get_serial_console", "serial[@type='tcp']"),
    ],
)
def test_guests_have_further_consoles_after_their_next_start(
    driver: LibvirtDriver, host: MemoryHost, option: Any, section: str, method: str, device: str
) -> None:
    request, ask = spawned(driver, host), getattr(driver, method)
    with pytest.raises(exception.ConsoleTypeUnavailable):
        ask(CONTEXT, request.instance)
    option("enabled", True, section)
    with pytest.raises(exception.ConsoleNotAvailable):
        ask(CONTEXT, request.instance)
    driver.reboot(CONTEXT, request, hard=True)
    assert host.known[request.instance.uuid].root.find(f"./devices/{device}") is not None


def test_spice_console(driver: LibvirtDriver, host: MemoryHost, option: Any) -> None:
    option("enabled", True, "spice")
    request = spawned(driver, host)
    host.known[request.instance.uuid].root.find("./devices/graphics[@type='spice']").set("tlsPort", "5903")
    target = driver.get_spice_console(CONTEXT, request.instance)
    assert (target.host, target.port, target.tls_port) == ("127.0.0.1", 5903, 5903)


def test_serial_console(driver: LibvirtDriver, host: MemoryHost, option: Any) -> None:
    option("enabled", True, "serial_console")
    request = spawned(driver, host)
    assert 10000 <= driver.get_serial_console(CONTEXT, request.instance).port < 20000
    host.known[request.instance.uuid].kill()
    with pytest.raises(exception.ConsoleNotAvailable):
        driver.get_serial_console(CONTEXT, request.instance)


def test_image_cache_knows_kernels_and_disks(driver: LibvirtDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Any, Any]] = []
    monkeypatch.setattr(driver._base_images, "prune", lambda ids, backing: seen.append((ids, backing)))
    driver.manage_image_cache(CONTEXT, [guests.instance(kernel_id="k"), guests.instance(image_ref="")])
    assert seen == [({guests.IMAGE_ID, "k"}, set())]


def test_start_and_stop(driver: LibvirtDriver, host: MemoryHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "check_host", lambda _host: host.journal.append("checked"))
    driver.init_host("me")
    driver.cleanup_host("me")
    assert host.journal == ["connect", "checked", "close"]


def test_start_with_bad_options(driver: LibvirtDriver, host: MemoryHost, option: Any) -> None:
    option("images_type", "rbd", "libvirt")
    with pytest.raises(exception.ConfigInvalid):
        driver.init_host("me")
    assert host.journal == []
