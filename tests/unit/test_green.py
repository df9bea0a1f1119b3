# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The choice of threads, each in a process of its own."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import sys
from nova_lite import green
before = {name.partition(".")[0] for name in sys.modules}
green.patch()
green.patch()
import threading
from oslo_service import backend
from nova_lite import concurrency
print(green.is_on(), backend.get_backend_type().name, "green" in threading.current_thread.__module__)
print(sorted(before & {"futurist", "oslo_config", "oslo_service", "oslo_log"}), concurrency.rpc_executor())
"""


LOCKS = """
import gc, logging, _thread
handler, holders = logging.StreamHandler(), {"one": [_thread.RLock()]}
before = tuple(one for one in gc.get_objects() if type(one) is type(_thread.RLock()))
from nova_lite import green
green.patch()
print([type(lock).__name__ for lock in (logging._lock, handler.lock, holders["one"][0])])
holding = [one for one in gc.get_referrers(*before) if type(one).__module__ != "_frozen_importlib"]
print(len(before) > 2, [type(one) for one in holding if one is not before])
"""


def test_locks_that_exist_are_green_too() -> None:
    environment = {**os.environ, "OS_NOVA_DISABLE_EVENTLET_PATCHING": ""}
    command = [sys.executable, "-W", "ignore", "-c", LOCKS]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=60)
    assert (done.stdout, done.stderr) == ("['_RLock', '_RLock', '_RLock']\nTrue []\n", "")


@pytest.mark.parametrize(
    ("disabled", "expected"),
    [
        ("", "True EVENTLET True\n[] eventlet\n"),
        ("false", "True EVENTLET True\n[] eventlet\n"),
        ("True", "False THREADING False\n[] threading\n"),
    ],
)
def test_the_operator_chooses(disabled: str, expected: str) -> None:
    environment = {**os.environ, "OS_NOVA_DISABLE_EVENTLET_PATCHING": disabled}
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=60)
    assert done.stdout == expected
