# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Making the local disks of a guest: overlays or full copies of base files, blank disks, swap, config drive."""

import hashlib
import os
import shutil
from collections.abc import Callable

from oslo_concurrency import processutils
from oslo_log import log as logging
from oslo_utils import units

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.virt import configdrive, images
from nova_lite.virt.driver import SpawnRequest
from nova_lite.virt.libvirt.disks import qcow2
from nova_lite.virt.libvirt.disks.base_images import BaseImages
from nova_lite.virt.libvirt.disks.files import GuestFiles
from nova_lite.virt.libvirt.disks.layout import LocalDisk

LOG = logging.getLogger(__name__)

_FILE_SYSTEM_BY_OS = {"linux": "ext4", "windows": "ntfs"}
_OTHER_FILE_SYSTEM = "vfat"
_LABEL_OPTIONS: dict[str, tuple[str, ...]] = {
    "ext2": ("-F", "-L"),
    "ext3": ("-F", "-L"),
    "ext4": ("-F", "-L"),
    "ntfs": ("--force", "--fast", "--label"),
    "vfat": ("-n",),
    "xfs": ("-f", "-L"),
}


def disk_format() -> str:
    """Format of the disks that this host makes: qcow2 overlays, or raw copies."""
    kind = CONF.libvirt.images_type
    if kind == "default":
        return "qcow2" if CONF.use_cow_images else "raw"
    return "qcow2" if kind == "qcow2" else "raw"


def create(
    context: RequestContext,
    request: SpawnRequest,
    disks: tuple[LocalDisk, ...],
    files: GuestFiles,
    base_images: BaseImages,
) -> None:
    """Make all disks that do not exist yet, so that it can be repeated; see config_drive() for the last one.

    Raises ImageUnacceptable, FlavorDiskSmallerThanImage, ImageDownloadFailed, InstanceDeployFailed.
    """
    makers: dict[str, Callable[[LocalDisk], None]] = {
        "root": lambda disk: _root(disk, base_images.image(context, request.image, disk.size_bytes), files),
        "ephemeral": lambda disk: _ephemeral(disk, request.instance.os_type, files, base_images),
        "swap": lambda disk: _swap(disk, files, base_images),
    }
    for disk in disks:
        if disk.role == "config" or os.path.exists(files.path(disk.file_name)):
            continue
        try:
            makers[disk.role](disk)
        except (processutils.ProcessExecutionError, OSError) as error:
            raise exception.InstanceDeployFailed(reason=f"disk {disk.file_name}: {error}") from error


def config_drive(request: SpawnRequest, disks: tuple[LocalDisk, ...], files: GuestFiles) -> None:
    """Make the config drive if the request has one and it does not exist yet. Raises InstanceDeployFailed.

    Only once the guest is defined: the drive tells where the guest finds its devices.
    """
    for disk in disks:
        path = files.path(disk.file_name)
        if disk.role != "config" or request.config_drive is None or os.path.exists(path):
            continue
        configdrive.make(request.config_drive(), path)
        files.record_format(path, "raw")


def _root(disk: LocalDisk, base: str, files: GuestFiles) -> None:
    header = qcow2.read_header(base)
    base_size = header.virtual_size if header else os.path.getsize(base)
    if disk.size_bytes and base_size > disk.size_bytes:
        raise exception.FlavorDiskSmallerThanImage(flavor_size=disk.size_bytes, image_size=base_size)
    fixed = disk.device == "cdrom"
    _from_base(disk, base, "qcow2" if header else "raw", base_size if fixed else disk.size_bytes or base_size, files)


def _from_base(disk: LocalDisk, base: str, base_format: str, size: int, files: GuestFiles) -> None:
    """An overlay or a copy of a base file, `size` bytes big."""
    path, kind = files.path(disk.file_name), disk_format()
    part = f"{path}.part"
    with images.disk_operation():
        if kind == "qcow2":
            options = f"backing_file={base},backing_fmt={base_format}"
            processutils.execute("qemu-img", "create", "-f", "qcow2", "-o", options, part, str(size))
        elif base_format == "raw":
            processutils.execute("cp", "--reflink=auto", "--sparse=always", base, part)
        else:
            images.convert(base, base_format, part, "raw")
        if kind == "raw":
            os.truncate(part, size)
        if CONF.preallocate_images == "space":
            processutils.execute("fallocate", "-n", "-l", str(size), part)
    files.record_format(path, kind)
    os.replace(part, path)


def _ephemeral(disk: LocalDisk, os_type: str | None, files: GuestFiles, base_images: BaseImages) -> None:
    file_system = disk.guest_format or CONF.default_ephemeral_format or _default_file_system(os_type)
    command = _custom_mkfs(os_type)
    flavour = hashlib.sha1((command or file_system).encode(), usedforsecurity=False).hexdigest()[:7]
    size_gb = disk.size_bytes // units.Gi
    label = disk.label or "ephemeral0"

    def make(path: str) -> None:
        _blank(path, disk.size_bytes)
        if command:
            processutils.execute(*_fill(command, label, path))
        else:
            make_file_system(path, file_system, label)

    base = base_images.template(f"ephemeral_{size_gb}_{flavour}", make)
    _from_base(disk, base, "raw", disk.size_bytes, files)


def _swap(disk: LocalDisk, files: GuestFiles, base_images: BaseImages) -> None:
    def make(path: str) -> None:
        _blank(path, disk.size_bytes)
        processutils.execute("mkswap", path, env_variables=_environment())

    base = base_images.template(f"swap_{disk.size_bytes // units.Mi}", make)
    _from_base(disk, base, "raw", disk.size_bytes, files)


def _blank(path: str, size: int) -> None:
    with open(path, "wb") as stream:
        stream.truncate(size)


def make_file_system(path: str, file_system: str, label: str) -> None:
    """Make a file system in a file; raises InstanceDeployFailed for one we do not know."""
    options = _LABEL_OPTIONS.get(file_system)
    if options is None:
        raise exception.InstanceDeployFailed(reason=f"no such file system: {file_system}")
    processutils.execute(f"mkfs.{file_system}", *options, label, path, env_variables=_environment())


def _environment() -> dict[str, str]:
    # File system tools live where ordinary users of some distributions do not look.
    return {**os.environ, "PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"}


def _default_file_system(os_type: str | None) -> str:
    return _FILE_SYSTEM_BY_OS.get(os_type or "", _OTHER_FILE_SYSTEM)


def _custom_mkfs(os_type: str | None) -> str | None:
    """The command of [DEFAULT]virt_mkfs for this kind of guest."""
    commands = dict(entry.split("=", 1) for entry in CONF.virt_mkfs if "=" in entry)
    return commands.get(os_type or "") or commands.get("default")


def _fill(command: str, label: str, path: str) -> list[str]:
    return [word % {"fs_label": label, "target": path} for word in command.split()]


def restore_backing_file(context: RequestContext, image: ImageMeta, files: GuestFiles, base_images: BaseImages) -> None:
    """Fetch the base file of the root disk again if somebody removed it. Errors as create()."""
    header = qcow2.read_header(files.path("disk"))
    if header and header.backing_file and not os.path.exists(header.backing_file):
        LOG.warning("Base file %s is gone, fetching image %s again", header.backing_file, image.id)
        base_images.image(context, image)


def copy_boot_file(source: str, target: str) -> None:
    """Put a kernel or RAM disk beside the guest's disks. Idempotent."""
    if not os.path.exists(target):
        shutil.copyfile(source, f"{target}.part")
        os.replace(f"{target}.part", target)
