# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the fake driver adds to the contract: planned failures, small hosts, events."""

import pytest

from nova_lite import exception
from nova_lite.context import get_admin_context
from nova_lite.lifecycle import PowerState
from nova_lite.objects.block_device import BlockDevice
from nova_lite.virt.fake import FakeDriver, FakeSizes
from tests.contract import guests
from tests.unit.virt.libvirt import plans

CONTEXT = get_admin_context()


def test_planned_failure_happens_once_and_leaves_the_guest_for_cleanup() -> None:
    driver = FakeDriver()
    driver.failures.plan("spawn", exception.InstanceDeployFailed(reason="planned"))
    request = guests.request()

    with pytest.raises(exception.InstanceDeployFailed):
        driver.spawn(CONTEXT, request)
    assert driver.instance_exists(request.instance)

    driver.destroy(CONTEXT, request.instance, [])
    driver.spawn(CONTEXT, request)
    assert driver.get_info(request.instance).state == PowerState.RUNNING


def test_sizes_and_use() -> None:
    driver = FakeDriver(FakeSizes(vcpus=4, memory_mb=1024, local_gb=10))
    driver.spawn(CONTEXT, guests.request(guests.instance(guests.flavor(vcpus=3, root_gb=2, ephemeral_gb=1))))
    found = driver.get_host_resources()
    assert (found.vcpus, found.vcpus_used, found.local_gb_used, found.disk_available_least) == (4, 3, 3, 7)


def test_hosts_have_stable_and_different_uuids() -> None:
    uuids = []
    for name in ("one", "two", "one"):
        driver = FakeDriver()
        driver.init_host(name)
        uuids.append(driver.get_host_resources().uuid)
    assert uuids[0] == uuids[2] != uuids[1]


def test_usual_buses() -> None:
    driver, image = FakeDriver(), guests.image(properties={"hw_disk_bus": "scsi"})
    assert [driver.usual_bus(kind, image) for kind in ("disk", "cdrom", "floppy")] == ["scsi", "ide", "fdc"]


def test_tagged_devices_have_places() -> None:
    root, swap = BlockDevice(boot_index=0, tag="root"), BlockDevice(source_type="blank", guest_format="swap")
    request = guests.request(block_devices=(root, swap))
    FakeDriver().spawn(CONTEXT, request)
    assert [(one.kind, one.tags, one.bus, one.address) for one in request.instance.device_metadata] == [
        ("disk", ["root"], "pci", "0000:00:03.0")
    ]


def test_interfaces_come_and_go() -> None:
    driver, request = FakeDriver(), guests.request()
    driver.spawn(CONTEXT, request)
    server, vif = request.instance, plans.vif(meta={"tag": "web"})
    driver.attach_interface(server, request.image, vif)
    assert (driver.guests[server.uuid].macs, driver.plugged) == ([vif.address], {vif.id})
    assert [(one.tags, one.mac) for one in server.device_metadata] == [(["web"], vif.address)]
    driver.detach_interface(server, vif)
    driver.detach_interface(server, vif)
    assert (driver.guests[server.uuid].macs, driver.plugged, server.device_metadata) == ([], set(), [])
    with pytest.raises(exception.InstanceNotFound):
        driver.attach_interface(guests.instance(), request.image, vif)


def test_changes_of_state_are_told() -> None:
    driver = FakeDriver()
    told: list[tuple[str, PowerState]] = []
    driver.register_lifecycle_listener(lambda uuid, state: told.append((uuid, state)))
    request = guests.request()
    driver.spawn(CONTEXT, request)
    assert told == []

    driver.change_state(request.instance.uuid, PowerState.SHUTDOWN)

    assert told == [(request.instance.uuid, PowerState.SHUTDOWN)]
