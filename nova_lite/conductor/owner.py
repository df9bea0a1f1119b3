# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""How a conductor process is named in the journal, and which of these names are of processes that are gone.

A name says where the process runs (host and process namespace) and which one it is (pid and the time of its start), so
that what a killed conductor had in hand is known to be nobody's as soon as another one begins on its host.
"""

import functools
import os

from nova_lite.conf import CONF

KIND = "conductor"
_NAMESPACE = "/proc/self/ns/pid"
# In /proc/PID/stat, after the command's name in parentheses.
_STATE, _STARTED = 0, 19
_ENDED = ("Z", "X")


def name() -> str:
    """This process."""
    return f"{siblings()}{_process(os.getpid())}"


def place(owner: str) -> str:
    """What users are told of a name: where, without which process."""
    return ":".join(owner.split(":")[:2])


def siblings() -> str:
    """What the names of all conductors begin with whose processes this one can see."""
    return f"{KIND}:{CONF.host}:{_namespace()}:"


def is_gone(owner: str) -> bool:
    """True for a conductor that ran where this one runs and does not any more; False for whoever runs elsewhere."""
    where, _, process = owner.rpartition(":")
    if f"{where}:" != siblings():
        return False
    pid, _, started = process.partition(".")
    return _started(pid) != started


@functools.cache
def _namespace() -> int:
    return os.stat(_NAMESPACE).st_ino


@functools.cache
def _process(pid: int) -> str:
    return f"{pid}.{_started(str(pid))}"


def _started(pid: str) -> str | None:
    """When a process began, in clock ticks since the machine did; None when it runs no more."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[_STATE] in _ENDED else fields[_STARTED]
