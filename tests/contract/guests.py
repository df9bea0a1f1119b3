# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the contract suite boots: servers, flavors and a disk of one sector that greets on the serial port."""

import random
import struct
import uuid
from typing import Any, BinaryIO

from nova_lite.context import RequestContext
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.instance import Instance
from nova_lite.virt.driver import SpawnRequest

GREETING = b"contract guest is up\r\n"
IMAGE_ID = "11111111-2222-3333-4444-555555555555"
DISK_BYTES = 1024 * 1024

# cld; ds = 0; si = message; dx = first serial port; print up to the zero; halt for ever.
_CODE = bytes.fromhex("fc 31c0 8ed8 be167c baf803 ac 84c0 7403 ee ebf8 f4 ebfd")
# One active Linux partition over the rest of the disk: a table without any would not pass inspection.
_PARTITION = struct.pack("<B3sB3sII", 0x80, b"\0\2\0", 0x83, b"\0\2\0", 1, DISK_BYTES // 512 - 1)


def boot_disk() -> bytes:
    """A raw disk image whose boot sector prints GREETING."""
    sector = (_CODE + GREETING + b"\0").ljust(446, b"\0") + _PARTITION.ljust(64, b"\0") + b"\x55\xaa"
    return sector.ljust(DISK_BYTES, b"\0")


def download(_context: RequestContext, _image_id: str, output: BinaryIO) -> int:
    """Stands for Glance's client."""
    return output.write(boot_disk())


def image(**values: Any) -> ImageMeta:
    """The image record of boot_disk()."""
    known: dict[str, Any] = {
        "id": IMAGE_ID,
        "name": "greeter",
        "status": "active",
        "size": DISK_BYTES,
        "disk_format": "raw",
        "container_format": "bare",
        "properties": {},
    }
    return ImageMeta(**{**known, **values})


def flavor(**values: Any) -> Flavor:
    """A small flavor."""
    known: dict[str, Any] = {
        "id": 1,
        "flavorid": "42",
        "name": "m1.nano",
        "memory_mb": 64,
        "vcpus": 1,
        "root_gb": 1,
        "ephemeral_gb": 0,
        "swap": 0,
        "extra_specs": {},
    }
    return Flavor(**{**known, **values})


def instance(kind: Flavor | None = None, **values: Any) -> Instance:
    """A server of that flavor."""
    kind = kind or flavor()
    known: dict[str, Any] = {
        # The number names the domain: far from those of a cloud that uses the same libvirt.
        "id": random.randrange(0x70000000, 0x7FFFFFFF),
        "uuid": str(uuid.uuid4()),
        "display_name": "greeter-1",
        "user_id": "user",
        "project_id": "project",
        "image_ref": IMAGE_ID,
        "flavor": kind,
        "memory_mb": kind.memory_mb,
        "vcpus": kind.vcpus,
        "root_gb": kind.root_gb,
        "ephemeral_gb": kind.ephemeral_gb,
    }
    return Instance(**{**known, **values})


def request(server: Instance | None = None, **values: Any) -> SpawnRequest:
    """What compute would ask for."""
    return SpawnRequest(instance=server or instance(), **{"image": image(), **values})
