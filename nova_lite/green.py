# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The choice between green and native threads, made before anything else is loaded.

By default eventlet's green threads run the daemons; with OS_NOVA_DISABLE_EVENTLET_PATCHING=true native ones. eventlet
looks at every object that is there when it patches, so that nothing else is loaded before.
"""

import gc
import importlib
import os
from typing import Any

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
    libraries.wait()
    if wanted and not is_on():
        patcher: Any = importlib.import_module("eventlet.patcher")
        # The library's own search goes through all that every loaded module holds: a tenth of the start of a daemon.
        patcher._green_existing_locks = _replace_locks
        # psycopg2 is left to patch_postgresql(): nova-compute must not even load a database driver.
        patcher.monkey_patch(psycopg=False)
        _state["patched"] = True
    libraries.load()
    backend = importlib.import_module("oslo_service.backend")
    backend.init_backend(backend.BackendType.EVENTLET if wanted else backend.BackendType.THREADING)


def _replace_locks(kind: type) -> None:
    """Put a green lock in the place of every lock of a kind, wherever a dictionary, list or attribute holds it.

    Those of the import system stay: it has native threads' locks, and may hold one now.
    """
    holder_id = importlib.import_module("eventlet.green.thread").get_ident()
    convert = importlib.import_module("eventlet.patcher")._convert_py3_rlock
    locks = tuple(one for one in gc.get_objects() if type(one) is kind)
    green = {id(one): convert(one, holder_id) for one in locks}
    for holder in gc.get_referrers(*locks):
        if type(holder).__module__ == "_frozen_importlib":
            continue
        places: Any = holder if isinstance(holder, (dict, list)) else getattr(holder, "__dict__", {})
        for key, value in list(enumerate(places) if isinstance(places, list) else places.items()):
            if id(value) in green:
                places[key] = green[id(value)]


def patch_postgresql() -> None:
    """Let waits for PostgreSQL give way to other green threads; called before the first connection. Idempotent."""
    if is_on():
        importlib.import_module("eventlet.patcher").monkey_patch(psycopg=True)
