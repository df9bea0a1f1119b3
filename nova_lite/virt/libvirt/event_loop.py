# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""libvirt's event loop: one thread of this process turns it, and runs what libvirt's callbacks left behind.

Callbacks run inside libvirt's call, where no lock and no log of ours may be touched: they only call later().
"""

import collections
import functools
from collections.abc import Callable
from typing import Any

import libvirt
from oslo_log import log as logging

from nova_lite import concurrency, exception
from nova_lite.virt.libvirt import errors

LOG = logging.getLogger(__name__)

RETRY_S = 1.0
_left_behind: collections.deque[Callable[[], None]] = collections.deque()


@functools.cache
def start() -> None:
    """Begin to turn the loop; call it before the first connection is opened. Idempotent."""
    libvirt.virEventRegisterDefaultImpl()
    concurrency.spawn(_run)


def later(function: Callable[..., None], *arguments: Any) -> None:
    """Run a function in the loop's thread once libvirt has returned."""
    _left_behind.append(functools.partial(function, *arguments))


def _run() -> None:
    """Turn the loop for the life of the process."""
    while True:
        try:
            errors.call(libvirt.virEventRunDefaultImpl)
        except exception.NovaException as error:
            LOG.warning("Event loop of libvirt: %s", error)
            concurrency.sleep(RETRY_S)
        while _left_behind:
            _left_behind.popleft()()
