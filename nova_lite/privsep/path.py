# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Files of guests that the hypervisor's user owns. Runs as root: no decision is taken here."""

import os

from nova_lite import privsep


@privsep.sys_admin.entrypoint
def last_bytes(path: str, count: int) -> bytes:
    """The last `count` bytes of a file."""
    with open(path, "rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        stream.seek(max(0, size - count))
        return stream.read(count)
