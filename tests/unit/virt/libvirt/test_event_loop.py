# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The thread that turns libvirt's event loop."""

import threading

import libvirt

from nova_lite.virt.libvirt import event_loop


def test_work_of_callbacks_is_done_after_them() -> None:
    event_loop.start()
    event_loop.start()
    done = threading.Event()
    order: list[str] = []

    def finish() -> None:
        order.append("later")
        done.set()

    def callback(timer: int, _opaque: object) -> None:
        libvirt.virEventRemoveTimeout(timer)
        event_loop.later(finish)
        order.append("callback")

    libvirt.virEventAddTimeout(10, callback, None)

    assert done.wait(10)
    assert order == ["callback", "later"]
