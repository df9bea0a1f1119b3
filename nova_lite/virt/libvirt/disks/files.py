# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The folder of one guest: where its files are, which format they have, how the folder goes away."""

import contextlib
import json
import os
import shutil
from collections.abc import Iterator

from oslo_log import log as logging

from nova_lite import concurrency, exception
from nova_lite.conf import CONF
from nova_lite.virt.libvirt.disks import qcow2

LOG = logging.getLogger(__name__)

_INFO = "disk.info"


class GuestFiles:
    """Paths of one server's files."""

    def __init__(self, uuid: str) -> None:
        self.folder = os.path.join(CONF.instances_path, uuid)

    def path(self, name: str) -> str:
        """Path of one of its files."""
        return os.path.join(self.folder, name)

    @property
    def console_log(self) -> str:
        """What the guest printed on its serial port."""
        return self.path("console.log")

    def create(self) -> None:
        """Make the folder, and the console log so that it is ours. Idempotent."""
        os.makedirs(self.folder, exist_ok=True)
        with open(self.console_log, "ab"):
            LOG.debug("Console log is %s", self.console_log)

    def record_format(self, path: str, disk_format: str) -> None:
        """Note a disk's format in disk.info; raises InvalidDiskInfo when another one is noted already."""
        formats = self.formats()
        if formats.get(path, disk_format) != disk_format:
            raise exception.InvalidDiskInfo(reason=f"{path} is {formats[path]} already, not {disk_format}")
        formats[path] = disk_format
        part = self.path(f"{_INFO}.part")
        with open(part, "w", encoding="utf-8") as stream:
            json.dump(formats, stream)
        os.replace(part, self.path(_INFO))

    def formats(self) -> dict[str, str]:
        """Formats of the disks by full path."""
        try:
            with open(self.path(_INFO), encoding="utf-8") as stream:
                return dict(json.load(stream))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise exception.InvalidDiskInfo(reason=f"{self.path(_INFO)}: {error}") from error

    def remove(self) -> None:
        """Remove the folder, renamed first so that a half removed one is never taken for a guest's. Idempotent.

        Raises InstanceTerminationFailed when files stay.
        """
        doomed = f"{self.folder}_del"
        try:
            _remove_tree(doomed)
            if os.path.isdir(self.folder):
                os.rename(self.folder, doomed)
                _remove_tree(doomed)
        except OSError as error:
            raise exception.InstanceTerminationFailed(reason=f"cannot remove {self.folder}: {error}") from error


def _remove_tree(folder: str) -> None:
    if os.path.isdir(folder):
        concurrency.native(shutil.rmtree, folder)


def all_guest_files() -> Iterator[GuestFiles]:
    """Folders of all guests below [DEFAULT]instances_path, those of other hosts too if it is shared."""
    try:
        names = sorted(os.listdir(CONF.instances_path))
    except FileNotFoundError:
        return
    for name in names:
        files = GuestFiles(name.removesuffix("_resize"))
        files.folder = os.path.join(CONF.instances_path, name)
        if os.path.exists(files.path(_INFO)):
            yield files


def backing_files() -> set[str]:
    """Base files that guests' disks are overlays of."""
    found = set()
    for files in all_guest_files():
        for path in _disks(files):
            with contextlib.suppress(OSError):
                header = qcow2.read_header(path)
                if header and header.backing_file:
                    found.add(header.backing_file)
    return found


def overcommitted_bytes() -> int:
    """How much more the local disks of all guests may grow than they occupy now."""
    total = 0
    for files in all_guest_files():
        for path in _disks(files):
            with contextlib.suppress(OSError):
                header = qcow2.read_header(path)
                stat = os.stat(path)
                virtual = header.virtual_size if header else stat.st_size
                total += max(0, virtual - stat.st_blocks * 512)
    return total


def _disks(files: GuestFiles) -> list[str]:
    """Paths of a guest's disks; a folder in the making or in removal has none."""
    try:
        return [files.path(os.path.basename(path)) for path in files.formats()]
    except (exception.InvalidDiskInfo, OSError):
        return []
