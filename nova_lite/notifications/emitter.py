# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Puts notifications on the bus, in the old format, the new one, or both; or does nothing at all.

Payloads are given as functions, so that a cloud without a notification driver pays nothing for them.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import oslo_messaging as messaging

from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.objects.base import WireSerializer
from nova_lite.rpc import transport

Payload = dict[str, Any]

_SILENT_DRIVERS = frozenset({"", "noop"})


@dataclass(frozen=True, slots=True)
class Source:
    """Who speaks: a service's name in both formats, and its host."""

    binary: str
    host: str

    @property
    def publisher(self) -> str:
        """Publisher id of the new format: nova-compute:host1."""
        return f"{self.binary}:{self.host}"

    @property
    def legacy_publisher(self) -> str:
        """Publisher id of the old format: compute.host1."""
        return f"{self.binary.removeprefix('nova-')}.{self.host}"


@dataclass(frozen=True, slots=True)
class Message:
    """One notification; either half may be missing because the event has no name in that format."""

    versioned_type: str | None
    versioned_payload: Callable[[], Payload]
    legacy_type: str | None
    legacy_payload: Callable[[], Payload]
    is_error: bool = False


class Emitter:
    """The notifiers of this process, made on first use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._silent: bool | None = None
        self._notifiers: dict[tuple[str, bool], messaging.Notifier] = {}

    def is_silent(self) -> bool:
        """True when no driver is configured, or only the one that does nothing."""
        if self._silent is None:
            # The library registers the option that is asked for here when the first notifier is made.
            transport.notifier("")
            drivers = CONF.oslo_messaging_notifications.driver or []
            self._silent = not set(drivers) - _SILENT_DRIVERS
        return self._silent

    def reset(self) -> None:
        """Read the options again at the next use."""
        with self._lock:
            self._silent = None
            self._notifiers.clear()

    def emit(self, context: RequestContext, source: Source, message: Message) -> None:
        """Send a notification in the configured formats."""
        if self.is_silent():
            return
        formats = CONF.notifications.notification_format
        if message.legacy_type and formats in ("unversioned", "both"):
            notifier = self._notifier(source.legacy_publisher, versioned=False)
            level = "ERROR" if message.is_error else CONF.notifications.default_level
            self._send(notifier, level, context, message.legacy_type, message.legacy_payload())
        if message.versioned_type and formats in ("versioned", "both"):
            notifier = self._notifier(source.publisher, versioned=True)
            level = "ERROR" if message.is_error else "INFO"
            self._send(notifier, level, context, message.versioned_type, message.versioned_payload())

    @staticmethod
    def _send(
        notifier: messaging.Notifier, level: str, context: RequestContext, event_type: str, payload: Payload
    ) -> None:
        getattr(notifier, level.lower())(context, event_type, payload)

    def _notifier(self, publisher: str, versioned: bool) -> messaging.Notifier:
        with self._lock:
            key = (publisher, versioned)
            if key not in self._notifiers:
                made = transport.notifier(publisher)
                if versioned:
                    made = messaging.Notifier(
                        made.transport,
                        publisher,
                        topics=CONF.notifications.versioned_notifications_topics,
                        serializer=WireSerializer(),
                    )
                self._notifiers[key] = made
            return self._notifiers[key]


EMITTER = Emitter()
