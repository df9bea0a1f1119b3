# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The cache of base files: fetched images and templates of blank disks, shared by all guests of a host.

A base file never changes once it has its name. Everything is done under a file lock named like the file, so that
hosts that share the folder do not disturb one another.
"""

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Callable, Collection

from oslo_log import log as logging

from nova_lite import concurrency
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.virt import images
from nova_lite.virt.libvirt.disks import qcow2

LOG = logging.getLogger(__name__)

_ORIGINAL = re.compile(r"^[0-9a-f]{40}(\.kernel)?$|^swap_\d+$|^ephemeral_\d+_\w+$")
_UNFINISHED = re.compile(r"^(.+)\.(part|converted)$")
_RESIZED = re.compile(r"^[0-9a-f]{40}_\d+$")


def file_name(image_id: str) -> str:
    """Name of an image's base file."""
    return hashlib.sha1(image_id.encode(), usedforsecurity=False).hexdigest()


class BaseImages:
    """The cache in [DEFAULT]instances_path."""

    def __init__(self, download: images.Download) -> None:
        self._download = download

    @property
    def folder(self) -> str:
        """Where base files are."""
        return os.path.join(CONF.instances_path, CONF.image_cache.subdirectory_name)

    @property
    def lock_folder(self) -> str:
        """Where their locks are."""
        return os.path.join(CONF.instances_path, "locks")

    def image(self, context: RequestContext, image: ImageMeta, max_bytes: int = 0) -> str:
        """Path of an image's base file, fetched if need be. `max_bytes` and errors as in images.fetch()."""

        def fetch(path: str) -> None:
            LOG.info("Fetching image %s", image.id)
            images.fetch(context, image, path, self._download, max_bytes)

        path = self._ensure(file_name(str(image.id)), fetch)
        if qcow2.read_header(path):
            # A qcow2 file becomes a backing file: look again, whoever put it here.
            images.check_with_qemu(path, image, images.inspect(path, image.copy(disk_format="qcow2")))
        return path

    def has(self, image_id: str) -> bool:
        """True if an image's base file is here."""
        return os.path.exists(os.path.join(self.folder, file_name(image_id)))

    def kernel(self, context: RequestContext, image: ImageMeta) -> str:
        """Path of a kernel's or RAM disk's base file, fetched if need be."""
        return self._ensure(
            f"{file_name(str(image.id))}.kernel",
            lambda path: images.fetch_raw(context, image, path, self._download),
        )

    def template(self, name: str, make: Callable[[str], None]) -> str:
        """Path of a template, made by `make(path)` if need be."""

        def make_whole(path: str) -> None:
            part = f"{path}.part"
            try:
                make(part)
                os.replace(part, path)
            finally:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(part)

        return self._ensure(name, make_whole)

    def _ensure(self, name: str, make: Callable[[str], None]) -> str:
        path = os.path.join(self.folder, name)
        os.makedirs(self.folder, exist_ok=True)
        with concurrency.file_lock(name, self.lock_folder):
            if not os.path.exists(path):
                make(path)
            else:
                _touch(path)
        return path

    def prune(self, image_ids: Collection[str], backing_files: Collection[str]) -> None:
        """Remove base files that neither an image in use nor a guest's disk needs and that are old enough."""
        used = {file_name(image_id) for image_id in image_ids} | {os.path.basename(path) for path in backing_files}
        if not os.path.isdir(self.folder):
            return
        for name in sorted(os.listdir(self.folder)):
            if _UNFINISHED.match(name):
                # A daemon that was killed left it; one that lives holds the lock and keeps the file young.
                self._remove_if_old(name)
            if not (_ORIGINAL.match(name) or _RESIZED.match(name)):
                continue
            if name.removesuffix(".kernel").partition("_")[0] in used or name in used:
                with contextlib.suppress(FileNotFoundError):
                    _touch(os.path.join(self.folder, name))
            elif CONF.image_cache.remove_unused_base_images:
                self._remove_if_old(name)

    def _remove_if_old(self, name: str) -> None:
        group = CONF.image_cache
        if _RESIZED.match(name):
            min_age_s = group.remove_unused_resized_minimum_age_seconds
        else:
            min_age_s = group.remove_unused_original_minimum_age_seconds
        path = os.path.join(self.folder, name)
        if _age_s(path) < min_age_s:
            return
        unfinished = _UNFINISHED.match(name)
        lock_name = unfinished.group(1) if unfinished else name
        with concurrency.file_lock(lock_name, self.lock_folder):
            # Whoever held the lock may have touched or removed it.
            if _age_s(path) < min_age_s:
                return
            os.unlink(path)
        if not unfinished:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(os.path.join(self.lock_folder, f"nova-{lock_name}"))
        LOG.info("Removed base file %s, unused for more than %d seconds", path, min_age_s)


def _age_s(path: str) -> float:
    """Seconds since a file was made or touched; a file that is gone counts as new."""
    try:
        return time.time() - os.stat(path).st_mtime
    except FileNotFoundError:
        return 0.0


def _touch(path: str) -> None:
    try:
        os.utime(path)
    except PermissionError:
        # QEMU's user owns the file while a guest runs on it; in use means it is not removed either.
        LOG.debug("Not touched: %s", path)
