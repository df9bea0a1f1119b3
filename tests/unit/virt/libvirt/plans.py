# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Guest plans for tests: a whole request on a host that never changes."""

from typing import Any

from nova_lite.network.model import IP, VIF, Network, Subnet
from nova_lite.objects.block_device import BlockDevice
from nova_lite.virt.libvirt import guest_config
from nova_lite.virt.libvirt.disks import layout
from nova_lite.virt.libvirt.disks.files import GuestFiles
from nova_lite.virt.libvirt.guest_plan import GuestPlan, HostFacts
from tests.contract import guests

UUID = "a0a0a0a0-1111-4222-8333-b0b0b0b0b0b0"
NETWORK = Network(
    id="c0c0c0c0-1111-4222-8333-d0d0d0d0d0d0",
    label="private",
    bridge="br-int",
    subnets=(Subnet(cidr="10.0.0.0/24", ips=(IP.of("10.0.0.5", "fixed", ["172.24.4.9"]),)),),
    meta={"mtu": 1450},
)


def vif(**values: Any) -> VIF:
    """An Open vSwitch port."""
    known: dict[str, Any] = {
        "id": "e0e0e0e0-1111-4222-8333-f0f0f0f0f0f0",
        "address": "fa:16:3e:11:22:33",
        "network": NETWORK,
        "type": "ovs",
        "devname": "tape0e0e0e0-11",
    }
    return VIF(**{**known, **values})


def plan(
    specs: dict[str, str] | None = None,
    properties: dict[str, str] | None = None,
    flavor: dict[str, Any] | None = None,
    instance: dict[str, Any] | None = None,
    block_devices: tuple[BlockDevice, ...] = (),
    **values: Any,
) -> GuestPlan:
    """A plan: `values` are fields of SpawnRequest, `arch`, `config_drive` (bool), `host` or `firmware`."""
    kind = guests.flavor(extra_specs=specs or {}, **(flavor or {}))
    server = guests.instance(kind, **{"id": 7, "uuid": UUID, **(instance or {})})
    image = values.pop("image", None) or guests.image(properties=properties or {})
    arch = values.pop("arch", "x86_64")
    config_drive = values.pop("config_drive", False)
    host = values.pop("host", HostFacts(arch=arch))
    firmware = values.pop("firmware", {})
    request = guests.request(server, image=image, block_devices=block_devices, **values)
    machine = guest_config.machine_for(image, arch)
    disks = layout.plan(server, image, block_devices, machine, config_drive)
    files = GuestFiles(server.uuid)
    formats = {files.path(disk.file_name): "qcow2" for disk in disks if disk.role != "config"}
    return GuestPlan(request, machine, disks, files, host, formats, firmware)
