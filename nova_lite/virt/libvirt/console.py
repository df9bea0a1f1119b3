# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The console log of a guest: its last bytes, rotated parts included."""

import os

from nova_lite.privsep import path as privileged
from nova_lite.virt.libvirt.disks.files import GuestFiles

MAX_BYTES = 102400
_MAX_ROTATED = 8


def read_log(files: GuestFiles, limit: int = MAX_BYTES) -> bytes:
    """The newest `limit` bytes; virtlogd keeps older parts as console.log.0, .1 and so on, oldest last."""
    names = [files.console_log, *[f"{files.console_log}.{number}" for number in range(_MAX_ROTATED)]]
    found = b""
    for name in names:
        if len(found) >= limit or not os.path.exists(name):
            break
        found = _last_bytes(name, limit - len(found)) + found
    return found


def _last_bytes(path: str, count: int) -> bytes:
    try:
        with open(path, "rb") as stream:
            stream.seek(max(0, os.fstat(stream.fileno()).st_size - count))
            return stream.read(count)
    except PermissionError:
        content: bytes = privileged.last_bytes(path, count)
        return content
