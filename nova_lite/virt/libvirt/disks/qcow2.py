# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The few header fields of qcow2 files that we made ourselves, read without starting a process.

Not for images of users: those go through nova_lite.virt.images.
"""

import struct
from dataclasses import dataclass

_MAGIC = b"QFI\xfb"
# Magic, version, offset and length of the backing file's name, cluster bits, virtual size: big endian.
_HEADER = struct.Struct(">4sIQIIQ")


@dataclass(frozen=True, slots=True)
class Header:
    """Virtual size in bytes and the name of the backing file, if any."""

    virtual_size: int
    backing_file: str | None


def read_header(path: str) -> Header | None:
    """The header of a qcow2 file; None when the file is something else. Raises OSError."""
    with open(path, "rb") as stream:
        raw = stream.read(_HEADER.size)
        if len(raw) < _HEADER.size or not raw.startswith(_MAGIC):
            return None
        _magic, _version, name_offset, name_length, _bits, size = _HEADER.unpack(raw)
        if not name_offset:
            return Header(size, None)
        stream.seek(name_offset)
        return Header(size, stream.read(name_length).decode())
