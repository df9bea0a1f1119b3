# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The choice between green and native threads, made before anything else is loaded.

By default eventlet's green threads run the daemons; with OS_NOVA_DISABLE_EVENTLET_PATCHING=true native ones. eventlet
looks at every object that is there when it patches, so that this module loads nothing but eventlet before.
"""

import importlib
import os

import eventlet

from nova_lite import patterns

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
        # psycopg2 is left to patch_postgresql(): nova-compute must not even load a database driver.
        eventlet.monkey_patch(psycopg=False)
        _state["patched"] = True
    patterns.load()
    backend = importlib.import_module("oslo_service.backend")
    backend.init_backend(backend.BackendType.EVENTLET if wanted else backend.BackendType.THREADING)


def patch_postgresql() -> None:
    """Let waits for PostgreSQL give way to other green threads; called before the first connection. Idempotent."""
    if is_on():
        eventlet.monkey_patch(psycopg=True)
