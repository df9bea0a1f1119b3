# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The promises of virt.driver, kept by every driver: the same tests run on the fake one and on a real libvirt."""

import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import libvirt
import pytest

from nova_lite import concurrency, exception
from nova_lite.conf import CONF
from nova_lite.context import get_admin_context
from nova_lite.lifecycle import PowerState
from nova_lite.network.model import VIF
from nova_lite.virt.driver import ComputeDriver, SpawnRequest
from nova_lite.virt.fake import FakeDriver
from nova_lite.virt.libvirt.driver import LibvirtDriver
from tests.contract import guests

CONTEXT = get_admin_context()
URI = os.environ.get("NOVA_LITE_TEST_LIBVIRT", "qemu:///system")


def _why_no_libvirt() -> str | None:
    try:
        libvirt.open(URI).close()
    except libvirt.libvirtError as error:
        return f"no libvirt at {URI}: {error}"
    return None


def _libvirt_driver(folder: Path) -> ComputeDriver:
    reason = _why_no_libvirt()
    if reason:
        pytest.skip(reason)
    CONF.set_override("virt_type", "qemu", group="libvirt")
    CONF.set_override("connection_uri", URI, group="libvirt")
    return LibvirtDriver(download=guests.download)


def _fake_driver(folder: Path) -> ComputeDriver:
    return FakeDriver()


@pytest.fixture(params=[_fake_driver, _libvirt_driver], ids=["fake", "libvirt"])
def driver(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ComputeDriver]:
    tmp_path.chmod(0o755)
    CONF([], project="nova", default_config_files=[])
    CONF.set_override("state_path", str(tmp_path))
    CONF.set_override("instances_path", str(tmp_path / "instances"))
    made: ComputeDriver = request.param(tmp_path)
    made.init_host("contract")
    yield made
    made.cleanup_host("contract")
    CONF.reset()
    CONF.clear_override("state_path")
    CONF.clear_override("instances_path")
    CONF.clear_override("virt_type", group="libvirt")
    CONF.clear_override("connection_uri", group="libvirt")


@pytest.fixture
def spawned(driver: ComputeDriver) -> Iterator[SpawnRequest]:
    request = guests.request()
    driver.spawn(CONTEXT, request)
    yield request
    driver.destroy(CONTEXT, request.instance, [])


def test_spawned_guest_runs_and_is_listed(driver: ComputeDriver, spawned: SpawnRequest) -> None:
    info = driver.get_info(spawned.instance)

    assert info.state == PowerState.RUNNING
    assert info.id is not None
    assert spawned.instance.uuid in driver.list_instance_uuids()
    assert driver.instance_exists(spawned.instance)


def test_spawned_guest_prints_on_its_console(driver: ComputeDriver, spawned: SpawnRequest) -> None:
    expected = guests.GREETING if isinstance(driver, LibvirtDriver) else spawned.instance.uuid.encode()

    def printed() -> bool:
        return expected in driver.get_console_output(CONTEXT, spawned.instance)

    assert concurrency.wait_until(printed, 30.0, 0.2)


def test_spawn_makes_swap_ephemeral_and_config_drive(driver: ComputeDriver) -> None:
    flavor = guests.flavor(ephemeral_gb=1, swap=16)
    built: list[str] = []

    def config_drive() -> dict[str, bytes]:
        built.append("now")
        return {"openstack/latest/meta_data.json": b"{}"}

    request = guests.request(guests.instance(flavor), config_drive=config_drive)
    driver.spawn(CONTEXT, request)
    try:
        assert built == ["now"]
        assert driver.get_info(request.instance).state == PowerState.RUNNING
    finally:
        driver.destroy(CONTEXT, request.instance, [])


def test_destroy_leaves_nothing_and_can_be_repeated(driver: ComputeDriver, tmp_path: Path) -> None:
    request = guests.request()
    driver.spawn(CONTEXT, request)

    driver.destroy(CONTEXT, request.instance, [])
    driver.destroy(CONTEXT, request.instance, [])

    assert request.instance.uuid not in driver.list_instance_uuids()
    assert not driver.instance_exists(request.instance)
    assert not [path for path in tmp_path.rglob("*") if request.instance.uuid in path.name]
    with pytest.raises(exception.InstanceNotFound):
        driver.get_info(request.instance)


def test_power_off_and_on(driver: ComputeDriver, spawned: SpawnRequest) -> None:
    driver.power_off(spawned.instance)
    assert driver.get_info(spawned.instance).state == PowerState.SHUTDOWN
    assert driver.get_info(spawned.instance).id is None
    driver.power_off(spawned.instance)

    driver.power_on(CONTEXT, spawned)
    assert driver.get_info(spawned.instance).state == PowerState.RUNNING
    driver.power_on(CONTEXT, spawned)


def test_hard_reboot_is_no_soft_one(driver: ComputeDriver, spawned: SpawnRequest) -> None:
    before = driver.get_info(spawned.instance)

    assert driver.reboot(CONTEXT, spawned, hard=True) is False

    after = driver.get_info(spawned.instance)
    assert after.state == PowerState.RUNNING
    assert after.id is not None and before.id is not None


def test_hard_reboot_starts_a_stopped_guest(driver: ComputeDriver, spawned: SpawnRequest) -> None:
    driver.power_off(spawned.instance)
    driver.reboot(CONTEXT, spawned, hard=True)
    assert driver.get_info(spawned.instance).state == PowerState.RUNNING


def test_soft_reboot_of_a_stopped_guest_becomes_hard(driver: ComputeDriver, spawned: SpawnRequest) -> None:
    driver.power_off(spawned.instance)
    assert driver.reboot(CONTEXT, spawned, hard=False) is False
    assert driver.get_info(spawned.instance).state == PowerState.RUNNING


def test_vnc_console_of_a_running_guest(driver: ComputeDriver, spawned: SpawnRequest) -> None:
    target = driver.get_vnc_console(CONTEXT, spawned.instance)
    assert target.host == CONF.vnc.server_proxyclient_address
    assert target.port >= 5900

    driver.power_off(spawned.instance)
    with pytest.raises(exception.ConsoleNotAvailable):
        driver.get_vnc_console(CONTEXT, spawned.instance)


@pytest.mark.parametrize(
    "call",
    [
        lambda driver, server: driver.get_info(server),
        lambda driver, server: driver.get_console_output(CONTEXT, server),
        lambda driver, server: driver.get_vnc_console(CONTEXT, server),
        lambda driver, server: driver.power_off(server),
    ],
)
def test_unknown_server_is_not_found(driver: ComputeDriver, call: Callable[..., object]) -> None:
    with pytest.raises(exception.InstanceNotFound):
        call(driver, guests.instance())


def test_host_resources(driver: ComputeDriver) -> None:
    first, second = driver.get_host_resources(), driver.get_host_resources()

    assert first.uuid == second.uuid == str(uuid.UUID(first.uuid))
    assert first.hypervisor_hostname and first.hypervisor_hostname == second.hypervisor_hostname
    assert min(first.vcpus, first.memory_mb, first.local_gb) > 0
    assert "COMPUTE_IMAGE_TYPE_QCOW2" in first.traits
    assert first.supported_instances


def test_guests_are_counted_as_used(driver: ComputeDriver, spawned: SpawnRequest) -> None:
    assert driver.get_host_resources().vcpus_used >= 1


def test_uptime(driver: ComputeDriver) -> None:
    assert "load average" in driver.get_host_uptime()


def test_nothing_is_awaited_without_interfaces(driver: ComputeDriver) -> None:
    entered: list[list[VIF]] = []

    def waiter(vifs: Iterable[VIF]) -> AbstractContextManager[None]:
        @contextmanager
        def wait() -> Iterator[None]:
            entered.append(list(vifs))
            yield

        return wait()

    request = guests.request(wait_for_vifs=waiter)
    driver.spawn(CONTEXT, request)
    driver.destroy(CONTEXT, request.instance, [])
    assert entered == []


def test_an_image_is_cached_once(driver: ComputeDriver) -> None:
    image = guests.request().image
    assert driver.cache_image(CONTEXT, image)
    assert not driver.cache_image(CONTEXT, image)


def test_image_cache_is_kept_for_servers_in_use(driver: ComputeDriver, spawned: SpawnRequest) -> None:
    driver.manage_image_cache(CONTEXT, [spawned.instance])
    driver.power_off(spawned.instance)
    driver.power_on(CONTEXT, spawned)
    assert driver.get_info(spawned.instance).state == PowerState.RUNNING
