# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The choice between green and native threads, made before anything else is loaded.

By default eventlet's green threads run the daemons; with OS_NOVA_DISABLE_EVENTLET_PATCHING=true native ones. eventlet
looks at every object that is there when it patches, so that this module loads nothing but eventlet before.
"""

import gc
import importlib
import os
from collections.abc import Callable
from typing import Any

import eventlet
import eventlet.patcher

from nova_lite import libraries

_DISABLE = "OS_NOVA_DISABLE_EVENTLET_PATCHING"
_state = {"patched": False}


def is_wanted() -> bool:
    """True unless the operator switched the daemons to native threads."""
    return os.environ.get(_DISABLE, "").strip().lower() not in ("1", "true", "yes", "on")


def is_on() -> bool:
    """True when this process runs green threads."""
    return _state["patched"]


def patch() -> None:
    """Choose the kind of threads of this process; call it first of all in a daemon's main module. Idempotent."""
    wanted = is_wanted()
    if wanted and not is_on():
        # The library's own search goes through all that every loaded module holds: a tenth of the start of a daemon.
        eventlet.patcher._upgrade_instances = _replace_all
        # psycopg2 is left to patch_postgresql(): nova-compute must not even load a database driver.
        eventlet.monkey_patch(psycopg=False)
        _state["patched"] = True
    libraries.load()
    backend = importlib.import_module("oslo_service.backend")
    backend.init_backend(backend.BackendType.EVENTLET if wanted else backend.BackendType.THREADING)


def _replace_all(_: Any, kind: type, successor: Callable[[Any], Any]) -> None:
    """Put a successor in the place of every object of a kind, wherever a dictionary, list or attribute holds it.

    Those of the import system stay: it has native threads' locks, and may hold one now.
    """
    for old in [one for one in gc.get_objects() if type(one) is kind]:
        new = successor(old)
        for holder in gc.get_referrers(old):
            if isinstance(holder, list):
                places: Any = enumerate(holder)
            elif type(holder).__module__ == "_frozen_importlib":
                continue
            else:
                holder = holder if isinstance(holder, dict) else getattr(holder, "__dict__", {})
                places = holder.items()
            for key in [key for key, value in list(places) if value is old]:
                holder[key] = new


def patch_postgresql() -> None:
    """Let waits for PostgreSQL give way to other green threads; called before the first connection. Idempotent."""
    if is_on():
        eventlet.monkey_patch(psycopg=True)
