# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The pool of builds."""

import threading
import time

from nova_lite import figures
from nova_lite.compute.builds import Builds
from nova_lite.conf import CONF
from tests.unit.counting import Counted


def test_one_build_per_server_and_at_most_so_many_at_a_time() -> None:
    CONF.set_override("max_concurrent_builds", 1)
    try:
        builds = Builds()
    finally:
        CONF.clear_override("max_concurrent_builds")
    gate, order = threading.Event(), []

    def first() -> None:
        gate.wait(10)
        order.append("first")

    assert builds.submit("a", first)
    assert not builds.submit("a", first)
    assert builds.submit("b", lambda: order.append("second"))
    assert not builds.wait(0.1)
    gate.set()
    assert builds.wait(10)
    assert order == ["first", "second"]
    assert builds.submit("a", lambda: order.append("again"))
    assert builds.wait(10)
    builds.close()


def test_broken_build_does_not_block_its_server() -> None:
    builds = Builds()

    def broken() -> None:
        raise ValueError("unforeseen")

    builds.submit("a", broken)
    assert builds.wait(10)
    assert builds.submit("a", lambda: None)
    builds.wait(10)
    builds.close()


def test_what_waits_is_shown(counted: Counted) -> None:
    CONF.set_override("max_concurrent_builds", 1)
    try:
        builds = Builds()
    finally:
        CONF.clear_override("max_concurrent_builds")
    (show,) = figures.samplers()
    gate, begun = threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        gate.wait(10)

    builds.submit("a", first)
    assert begun.wait(10)
    builds.submit("b", lambda: None)
    time.sleep(0.01)
    show()
    assert counted.of(figures.BUILDS_WAITING) == {(): 1}
    assert counted.of(figures.BUILDS_OLDEST)[()] >= 0.01
    gate.set()
    assert builds.wait(10)
    show()
    assert (counted.of(figures.BUILDS_WAITING), counted.of(figures.BUILDS_OLDEST)) == ({(): 0}, {(): 0.0})
    builds.close()
