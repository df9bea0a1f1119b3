# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which conductor processes are gone."""

import subprocess
import sys
import time

import pytest

from nova_lite.conductor import owner
from nova_lite.conf import CONF


@pytest.fixture
def other() -> str:
    """The name of a process that was killed, as it was while it ran; nobody has asked for its end yet."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        name = f"{owner.siblings()}{owner._process(process.pid)}"
        assert not owner.is_gone(name)
        process.kill()
        deadline = time.monotonic() + 10
        while not owner.is_gone(name) and time.monotonic() < deadline:
            time.sleep(0.01)
    return name


def test_this_process_runs() -> None:
    assert owner.name().startswith(f"conductor:{CONF.host}:")
    assert not owner.is_gone(owner.name())


def test_a_killed_process_is_gone_also_when_its_number_is_used_again(other: str) -> None:
    assert owner.is_gone(other)
    own = owner.name()
    assert owner.is_gone(f"{own}1")  # as if it had begun later
    assert owner.is_gone(own.replace(".", ".0"))


@pytest.mark.parametrize("name", ["host1", "conductor:elsewhere:1:2.3", "conductor:elsewhere"])
def test_who_runs_elsewhere_may_be_alive(name: str) -> None:
    assert not owner.is_gone(name)


def test_another_namespace_cannot_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    own = owner.name()
    monkeypatch.setattr(owner, "_namespace", lambda: 1)
    assert not owner.is_gone(own.replace(".", ".0"))


def test_users_are_told_the_place_only() -> None:
    assert owner.place(owner.name()) == f"conductor:{CONF.host}"
    assert owner.place("host1") == "host1"
