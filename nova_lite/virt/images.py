# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Images as untrusted data: what a file really is, whether it is safe to use, and its way to a usable base file.

Nothing from an image is handed to QEMU before inspect() has accepted it. This module knows no hypervisor and keeps no
cache; callers hold the locks.
"""

import contextlib
import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from oslo_concurrency import processutils
from oslo_log import log as logging
from oslo_utils import units
from oslo_utils.imageutils import format_inspector

from nova_lite import concurrency, exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.objects.image_meta import ImageMeta

LOG = logging.getLogger(__name__)

Download = Callable[[RequestContext, str, BinaryIO], Any]

AMI_FORMATS = frozenset({"ami", "aki", "ari"})
_CHUNK_BYTES = 64 * units.Ki
_YIELD_EVERY_CHUNKS = 64
# Formats whose name in Glance is not QEMU's.
_QEMU_NAMES = {"vhd": "vpc", "ploop": "parallels"}
_disk_slots: dict[str, threading.Semaphore] = {}


@dataclass(frozen=True, slots=True)
class DiskFacts:
    """What qemu-img says of a disk file; sizes in bytes."""

    format: str
    virtual_size: int
    backing_file: str | None = None
    data_file: str | None = None
    create_type: str | None = None


@contextlib.contextmanager
def disk_operation() -> Iterator[None]:
    """Hold one of [compute]max_concurrent_disk_ops slots while reading or writing much data."""
    limit = CONF.compute.max_concurrent_disk_ops
    if not limit:
        yield
        return
    with _disk_slots.setdefault("all", threading.Semaphore(limit)):
        yield


def inspect(path: str, image: ImageMeta) -> str:
    """The format to use for an image's data; raises ImageUnacceptable unless they are safe and what Glance claims.

    ISO images and the ami family are used as raw.
    """
    claimed = image.disk_format or ""
    if claimed not in AMI_FORMATS and claimed not in format_inspector.ALL_FORMATS:
        raise _unacceptable(image, "Image not in a supported format")
    found = _detect(path, image)
    if claimed in AMI_FORMATS:
        return "raw"
    if found != claimed and not (claimed == "raw" and found == "gpt"):
        raise _unacceptable(image, f"Image content ({found}) does not match disk_format ({claimed})")
    return "raw" if claimed == "iso" else claimed


def qemu_name(image_format: str) -> str:
    """QEMU's name for one of Glance's disk formats."""
    return _QEMU_NAMES.get(image_format, image_format)


def _detect(path: str, image: ImageMeta) -> str:
    """Name of the one format that the data have, after its safety checks."""
    try:
        inspectors = _inspectors(path)
        names = {str(inspector) for inspector in inspectors}
        for inspector in inspectors:
            inspector.safety_check()
    except format_inspector.SafetyCheckFailed as error:
        raise _unacceptable(image, f"Image does not pass safety check ({error})") from error
    except format_inspector.ImageFormatError as error:
        raise _unacceptable(image, f"Image not in a supported format ({error})") from error
    if names == {"iso", "gpt"}:
        return "iso"
    if len(names) != 1:
        raise _unacceptable(image, f"Multiple formats detected: {', '.join(sorted(names))}")
    return names.pop()


def _inspectors(path: str) -> list[Any]:
    """Inspectors that recognise the file, reading no more of it than they need and letting other threads run."""
    chunks = 0
    with open(path, "rb") as stream:
        wrapper = format_inspector.InspectWrapper(stream)
        while not wrapper.formats and wrapper.read(_CHUNK_BYTES):
            chunks += 1
            if chunks % _YIELD_EVERY_CHUNKS == 0:
                concurrency.sleep(0)
        wrapper.close()
    return list(wrapper.formats or ())


def _unacceptable(image: ImageMeta, reason: str) -> exception.ImageUnacceptable:
    return exception.ImageUnacceptable(image_id=image.id, reason=reason)


def disk_facts(path: str, image_format: str | None = None) -> DiskFacts:
    """Ask qemu-img, bounded in CPU time and memory, about a file; without a format it guesses.

    Raises InvalidDiskInfo.
    """
    limits = processutils.ProcessLimits(
        cpu_time=CONF.libvirt.images_cpu_time_limit,
        address_space=CONF.libvirt.images_address_space_limit * units.Gi,
    )
    command = ["env", "LC_ALL=C", "LANG=C", "qemu-img", "info", path, "--force-share", "--output=json"]
    if image_format:
        command += ["-f", qemu_name(image_format)]
    try:
        output, _errors = processutils.execute(*command, prlimit=limits)
        facts = json.loads(output)
        specific = (facts.get("format-specific") or {}).get("data") or {}
        return DiskFacts(
            format=facts["format"],
            virtual_size=int(facts["virtual-size"]),
            backing_file=facts.get("backing-filename"),
            data_file=specific.get("data-file"),
            create_type=specific.get("create-type"),
        )
    except (processutils.ProcessExecutionError, OSError, ValueError, KeyError) as error:
        raise exception.InvalidDiskInfo(reason=f"qemu-img info of {path} failed: {error}") from error


def check_with_qemu(path: str, image: ImageMeta, found: str | None) -> DiskFacts:
    """qemu-img's view must be harmless and agree with `found` (None: not inspected). Raises ImageUnacceptable."""
    try:
        facts = disk_facts(path)
    except exception.InvalidDiskInfo as error:
        raise _unacceptable(image, str(error)) from error
    if found and facts.format != qemu_name(found):
        raise _unacceptable(image, f"Size and format: expected {qemu_name(found)}, qemu-img finds {facts.format}")
    if facts.backing_file:
        raise _unacceptable(image, f"fmt={facts.format} backed by: {facts.backing_file}")
    if facts.data_file:
        raise _unacceptable(image, f"fmt={facts.format} has a data-file: {facts.data_file}")
    if facts.format == "vmdk" and facts.create_type not in CONF.compute.vmdk_allowed_types:
        raise _unacceptable(image, f"VMDK create-type {facts.create_type} is not permitted")
    return facts


def convert(source: str, source_format: str, target: str, target_format: str) -> None:
    """Copy a disk into another format, both named; raises processutils.ProcessExecutionError.

    It takes as long as the data take: the source has been inspected, so it runs without limits of CPU time.
    """
    cache = "none" if supports_direct_io(os.path.dirname(target)) else "writeback"
    names = ("-f", qemu_name(source_format), "-O", target_format)
    processutils.execute("qemu-img", "convert", "-t", cache, *names, source, target)


def fetch(context: RequestContext, image: ImageMeta, target: str, download: Download, max_bytes: int = 0) -> None:
    """Bring an image to `target`: downloaded, inspected and converted to raw (qcow2 stays without force_raw_images).

    `target` appears only when all of it went well. An image whose disk would be bigger than `max_bytes` (0: no limit)
    is refused before it is unpacked. Raises ImageUnacceptable, FlavorDiskSmallerThanImage and what `download` raises.
    """
    part, converted = f"{target}.part", f"{target}.converted"
    try:
        with disk_operation():
            with open(part, "wb") as output:
                download(context, str(image.id), output)
            facts = _accepted(part, image)
            if max_bytes and facts.virtual_size > max_bytes:
                raise exception.FlavorDiskSmallerThanImage(flavor_size=max_bytes, image_size=facts.virtual_size)
            if facts.format not in _keep_formats():
                _to_raw(part, facts.format, converted, image)
                os.replace(converted, part)
        os.replace(part, target)
    finally:
        for leftover in (part, converted):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(leftover)


def fetch_raw(context: RequestContext, image: ImageMeta, target: str, download: Download) -> None:
    """Bring a kernel or initial RAM disk to `target` as it is; nothing interprets it on the host."""
    part = f"{target}.part"
    try:
        with open(part, "wb") as output:
            download(context, str(image.id), output)
        os.replace(part, target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(part)


def _keep_formats() -> tuple[str, ...]:
    return ("raw",) if CONF.force_raw_images else ("raw", "qcow2")


def _accepted(path: str, image: ImageMeta) -> DiskFacts:
    found = None if CONF.workarounds.disable_deep_image_inspection else inspect(path, image)
    return check_with_qemu(path, image, found)


def _to_raw(source: str, source_format: str, target: str, image: ImageMeta) -> None:
    LOG.info("Converting image %s from %s to raw", image.id, source_format)
    try:
        convert(source, source_format, target, "raw")
        facts = disk_facts(target)
    except (processutils.ProcessExecutionError, exception.InvalidDiskInfo) as error:
        raise _unacceptable(image, f"Unable to convert image to raw: {error}") from error
    if facts.format != "raw":
        raise _unacceptable(image, f"Converted to raw, but format is now {facts.format}")


def supports_direct_io(folder: str) -> bool:
    """True when files in `folder` can be opened past the page cache."""
    probe = os.path.join(folder, f".directio.{os.getpid()}.{threading.get_ident()}")
    try:
        descriptor = os.open(probe, os.O_CREAT | os.O_WRONLY | os.O_DIRECT, 0o600)
        os.close(descriptor)
    except OSError:
        return False
    finally:
        with contextlib.suppress(OSError):
            os.unlink(probe)
    return True
