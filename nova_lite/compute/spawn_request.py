# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The values that a driver needs to make or start a guest, gathered from a server's record. Pure but for the store."""

import base64
from collections.abc import Iterable, Sequence

from nova_lite.context import RequestContext
from nova_lite.guestdata import config_drive, vendor_data
from nova_lite.guestdata.model import GuestData
from nova_lite.network.model import VIF, vifs_from_cache
from nova_lite.objects import store
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.create_request import CreateRequest
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.instance import Instance
from nova_lite.virt.driver import InjectedFile, SpawnRequest, VifWaiter

IMAGE_PREFIX = "image_"
_IMAGE_ATTRIBUTES = frozenset({"container_format", "disk_format"})
_IMAGE_AMOUNTS = frozenset({"min_ram", "min_disk"})
_BASE_REF = "base_image_ref"


def image_of(instance: Instance) -> ImageMeta:
    """The image record as it was when the server was made, kept in system_metadata under image_*."""
    kept = {
        key.removeprefix(IMAGE_PREFIX): value
        for key, value in instance.system_metadata.items()
        if key.startswith(IMAGE_PREFIX)
    }
    image = ImageMeta(id=instance.image_ref or kept.get(_BASE_REF))
    for name in _IMAGE_ATTRIBUTES & kept.keys():
        setattr(image, name, kept[name])
    for name in _IMAGE_AMOUNTS & kept.keys():
        setattr(image, name, int(kept[name] or 0))
    special = _IMAGE_ATTRIBUTES | _IMAGE_AMOUNTS | {_BASE_REF}
    image.properties = {name: value for name, value in kept.items() if name not in special}
    return image


def for_new(
    instance: Instance,
    request: CreateRequest,
    vifs: Sequence[VIF],
    block_devices: Sequence[BlockDevice],
    waiter: VifWaiter,
    resources: dict[str, int],
) -> SpawnRequest:
    """What the first start of a server needs, its config drive included if it wants one."""
    files = {path: base64.b64decode(content) for path, content in request.injected_files.items()}

    def config_drive_files() -> dict[str, bytes]:
        return config_drive.files(
            GuestData(
                instance=instance,
                vifs=tuple(vifs),
                block_devices=tuple(block_devices),
                security_groups=tuple(instance.security_groups or ("default",)),
                files=files,
                admin_pass=request.admin_password,
                vendor=vendor_data.static(),
                vendor2=vendor_data.collected(instance),
            )
        )

    return SpawnRequest(
        instance=instance,
        image=request.image,
        vifs=tuple(vifs),
        block_devices=tuple(block_devices),
        injected_files=tuple(InjectedFile(path, content) for path, content in sorted(files.items())),
        admin_password=request.admin_password,
        config_drive=config_drive_files if instance.needs_config_drive else None,
        wait_for_vifs=waiter,
        resources=resources,
    )


def for_existing(context: RequestContext, instance: Instance, waiter: VifWaiter | None = None) -> SpawnRequest:
    """What a start or reboot of a server that has its disks needs; reads the block devices from the store."""
    devices: Iterable[BlockDevice] = store.current().get_block_devices(context, instance.uuid)
    return SpawnRequest(
        instance=instance,
        image=image_of(instance),
        vifs=tuple(vifs_from_cache(instance.network_info)),
        block_devices=tuple(devices),
        wait_for_vifs=waiter,
    )
