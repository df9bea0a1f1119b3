# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Limits as Keystone has them, read with oslo.limit and the credentials of [oslo_limit].

Registered limits change seldom and count for everybody: checks read them once in CACHE_S. Limits of projects are read
whenever they are asked for. Nothing is compared here. The library brings the OpenStack SDK with it, so this module is
loaded only where limits are Keystone's (unified.py).
"""

import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from openstack import exceptions as sdk_exceptions
from oslo_limit import exception as limit_exceptions
from oslo_limit import limit

from nova_lite import exception, keystone_auth

CACHE_S = 10.0


@contextmanager
def _translated_errors() -> Iterator[None]:
    with keystone_auth.translated_errors("oslo_limit"):
        try:
            yield
        except (sdk_exceptions.SDKException, limit_exceptions.SessionInitError) as error:
            raise exception.PeerUnavailable(service="oslo_limit", reason=str(error)) from error
        except ValueError as error:
            raise exception.ConfigInvalid(reason=f"[oslo_limit]: {error}") from error


def _uncounted(project_id: str | None, names: Collection[str]) -> dict[str, int]:
    """The library asks for usage only when it compares, and it never does here."""
    return dict.fromkeys(names, 0)


class Reader:
    """One enforcer of the library for the process, made on first use, and the registered limits as last read."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._enforcer: limit.Enforcer | None = None
        self._read_at = float("-inf")
        self._registered: dict[str, int] = {}

    def registered(self, fresh: bool = False) -> dict[str, int]:
        """Limits of everybody, by name; not older than CACHE_S, or new if asked for.

        Raises PeerUnavailable, and ConfigInvalid when [oslo_limit] does not say which endpoint is ours.
        """
        with self._lock:
            if fresh or self._clock() - self._read_at > CACHE_S:
                with _translated_errors():
                    self._registered = dict(self._library().get_registered_limits(None))  # type: ignore[arg-type]  # None is "all"
                self._read_at = self._clock()
            return dict(self._registered)

    def of_project(self, project_id: str) -> dict[str, int]:
        """Limits of a project's own, by name; raises as registered()."""
        with self._lock, _translated_errors():
            library = self._library()
        with _translated_errors():
            return dict(library.get_project_limits(project_id, None))  # type: ignore[arg-type]  # None is "all"

    def _library(self) -> limit.Enforcer:
        if self._enforcer is None:
            self._enforcer = limit.Enforcer(_uncounted, cache=False)
        return self._enforcer


READER = Reader()
