# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""oslo.messaging set up once per process: clients, servers, notifiers, and how one method is sent.

A context that is bound to a cell (mq_url) is sent over that cell's transport. No knowledge of any method lives here.
"""

import contextlib
import enum
import functools
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import kombu.exceptions
import oslo_messaging as messaging
from oslo_log import log as logging
from oslo_messaging._drivers import amqpdriver
from oslo_messaging._drivers.common import CommonRpcContext
from oslo_messaging.rpc import dispatcher

from nova_lite import concurrency, exception, figures
from nova_lite.conf import CONF
from nova_lite.context import RequestContext, get_admin_context
from nova_lite.monitor.checks import Check
from nova_lite.objects.base import WireSerializer
from nova_lite.rpc.signs import Server

LOG = logging.getLogger(__name__)

# Attempts to reach the broker for a message that the journal would send again, after the first one.
RETRIES = 1
# A brief call waits for so long at least, and so does any call for a sign of whoever works on it.
BRIEF_S = 5
# The part of rpc_response_timeout in which there must be one, see signs.py.
SIGN = 8
AWAY = (messaging.MessageDeliveryFailure, kombu.exceptions.OperationalError)
# A topic that nobody listens to.
NOWHERE = "nova-health"
EXPOSED_ERRORS = ["nova_lite.exception"]

# After every message the library's readers look again after this time and then after twice as long each, up to 5 s, for
# acknowledgements that wait for the reading thread. RPC acknowledges as it reads. With the library's own 1 ms, these
# empty looks (thirteen a message) were half of what a nova-compute did in a burst. There is no option for it.
amqpdriver.ACK_REQUEUE_EVERY_SECONDS_MIN = 0.5
# The sender's context has just been read from the message: nobody else has it, and to copy it with its whole catalog
# was a fiftieth of what a nova-conductor did in a burst.
CommonRpcContext.to_dict = lambda self: dict(self.values)


class Kind(enum.Enum):
    """How a method is sent."""

    CAST = "cast"
    FANOUT = "fanout"
    CALL = "call"
    # An operation waits for it: whoever works on it gives signs, so that a lost one is noticed soon and asked again.
    # Not for what all hosts ask when they start together, which may wait for its turn for longer.
    WATCHED_CALL = "watched call"
    LONG_CALL = "long call"
    # Repeated anyway, so that waiting for long for an answer, or for the broker, would only delay the next one.
    BRIEF_CALL = "brief call"


@dataclass(frozen=True, slots=True)
class Method:
    """One remote method: its name on the wire, how it is sent, the interface version that introduced it."""

    name: str
    kind: Kind
    since: str
    alternate_queue: bool = False


class Bus:
    """Transports and clients of this process, made on first use; one per message broker URL."""

    def __init__(self) -> None:
        self._transports: dict[str, messaging.transport.RPCTransport] = {}
        self._clients: dict[tuple[str, str], messaging.RPCClient] = {}
        self._notification_transport: messaging.transport.NotificationTransport | None = None

    def transport(self, url: str | None) -> messaging.transport.RPCTransport:
        """The transport for a broker; None means [DEFAULT]transport_url."""
        key = url or ""
        if key not in self._transports:
            self._transports[key] = messaging.get_rpc_transport(CONF, url=url, allowed_remote_exmods=EXPOSED_ERRORS)
        return self._transports[key]

    def client(self, url: str | None, topic: str) -> messaging.RPCClient:
        """The client for a topic on a broker."""
        key = (url or "", topic)
        if key not in self._clients:
            self._clients[key] = messaging.get_rpc_client(
                self.transport(url),
                messaging.Target(topic=topic),
                serializer=WireSerializer(),
                call_monitor_timeout=None,
            )
        return self._clients[key]

    def notifier(self, publisher_id: str) -> messaging.Notifier:
        """A notifier for unversioned notifications; check is_enabled() before building a payload."""
        if self._notification_transport is None:
            self._notification_transport = messaging.get_notification_transport(
                CONF, allowed_remote_exmods=EXPOSED_ERRORS
            )
        return messaging.Notifier(self._notification_transport, publisher_id, serializer=WireSerializer())

    def close(self) -> None:
        """Close every connection of this process."""
        for transport in self._transports.values():
            transport.cleanup()
        self._transports.clear()
        self._clients.clear()
        if self._notification_transport is not None:
            self._notification_transport.cleanup()
            self._notification_transport = None


BUS = Bus()


class Outbox:
    """Messages of the journal on their way out beside the work that asked for them, once a daemon opens it.

    A user's answer does not wait for the broker then: what it says is in the journal, which asks again for what was
    lost.
    """

    def __init__(self) -> None:
        self._is_open = False
        self._leaving: set[object] = set()

    def open(self) -> None:
        """From now on whoever sends a message of the journal does not wait until the broker has it."""
        self._is_open = True

    def takes(self, method: Method, arguments: dict[str, Any]) -> bool:
        """True for what may go out by itself."""
        return self._is_open and method.kind is Kind.CAST and arguments.get("lease") is not None

    def put(self, what: str, send_now: Callable[[], Any]) -> None:
        """Send soon."""
        letter = object()
        self._leaving.add(letter)

        def leave() -> None:
            try:
                send_now()
            except Exception:
                LOG.exception("%s was not sent; it is in the journal and will be asked for again", what)
            finally:
                self._leaving.discard(letter)

        concurrency.soon(leave)

    def close(self, timeout_s: float) -> None:
        """Wait until everything is sent, or so long for a broker that is away; from now on everybody waits himself."""
        self._is_open = False
        if not concurrency.wait_until(lambda: not self._leaving, timeout_s, 0.02):
            LOG.warning("%d message(s) were not sent; they are in the journal", len(self._leaving))


OUTBOX = Outbox()


def preload() -> None:
    """Make the transport and load what its connections need, for the workers that a daemon forks. Opens none.

    A transport_url that is none is left to who will connect.
    """
    importlib.import_module("kombu.transport.pyamqp")
    with contextlib.suppress(messaging.DriverLoadFailure, messaging.InvalidTransportURL, ValueError):
        BUS.transport(None)


def send(
    context: RequestContext,
    topic: str,
    method: Method,
    server: str | None = None,
    namespace: str | None = None,
    **arguments: Any,
) -> Any:
    """Send one method and, for calls, return its result.

    Raises RpcTimeout when no answer comes, in time or because the broker went away; our own errors arrive as
    themselves. A message with a lease is one of the journal's: it may be lost, and may leave after this has returned.
    """
    send_now = functools.partial(_timed, context, topic, method, server, namespace, arguments)
    if OUTBOX.takes(method, arguments):
        return OUTBOX.put(method.name, send_now)
    return send_now()


def _timed(context: RequestContext, topic: str, method: Method, *parts: Any) -> Any:
    with figures.Timed(figures.RPC_CLIENT, topic, method.name, method.kind.value):
        return _send(context, topic, method, *parts)


def _send(
    context: RequestContext,
    topic: str,
    method: Method,
    server: str | None,
    namespace: str | None,
    arguments: dict[str, Any],
) -> Any:
    client = BUS.client(context.mq_url, topic)
    options: dict[str, Any] = {"version": method.since, "server": server}
    if namespace is not None:
        options["namespace"] = namespace
    if method.kind is Kind.FANOUT:
        options["fanout"] = True
    if method.kind in (Kind.WATCHED_CALL, Kind.LONG_CALL):
        options["call_monitor_timeout"] = max(CONF.rpc_response_timeout // SIGN, BRIEF_S)
    if method.kind is Kind.LONG_CALL:
        options["timeout"] = CONF.long_rpc_timeout
    if method.kind is Kind.BRIEF_CALL:
        options.update(timeout=min(max(CONF.report_interval, BRIEF_S), CONF.rpc_response_timeout), retry=RETRIES)
    if method.kind in (Kind.CAST, Kind.FANOUT):
        _cast(client, options, context, method.name, arguments)
        return None
    try:
        return client.prepare(**options).call(context, method.name, **arguments)
    except (messaging.MessagingTimeout, *AWAY) as error:
        raise exception.RpcTimeout(topic=f"{topic}.{server or '*'}", method=method.name) from error
    except exception.NovaException as error:
        _be_itself(error)
        raise


class RemoteTraceback(Exception):
    """The cause of an error that came over the bus: its traceback over there."""


def _be_itself(error: exception.NovaException) -> None:
    """Undo what the library does to an error from afar: a class of its own, whose text is the traceback over there.

    That becomes its cause, so that whoever tells an error in a line does not tell it, and whoever prints all does.
    """
    kind = type(error)
    if kind.__module__ != exception.__name__:
        error.__cause__ = RemoteTraceback(str(error))
        error.__class__ = kind.__mro__[1]


def _cast(
    client: messaging.RPCClient, options: dict[str, Any], context: RequestContext, name: str, arguments: dict[str, Any]
) -> None:
    """Send without waiting for an answer; while the broker is away, wait for it, unless the journal will ask again."""
    if arguments.get("lease") is None:
        client.prepare(**options).cast(context, name, **arguments)
        return
    try:
        client.prepare(**options, retry=RETRIES).cast(context, name, **arguments)
    except AWAY as error:
        LOG.warning("The message bus is away, %s is in the journal and will be asked for again: %s", name, error)


_running: set[int] = set()


def in_hand() -> int:
    """Number of messages whose handlers run in this process."""
    return len(_running)


class Dispatcher(dispatcher.RPCDispatcher):
    """Runs what arrives, counted and timed."""

    def dispatch(self, incoming: Any) -> Any:
        """Run one message; returns the method's result."""
        _running.add(id(incoming))
        try:
            return self._dispatch(incoming)
        finally:
            _running.discard(id(incoming))

    def _dispatch(self, incoming: Any) -> Any:
        with figures.Timed(figures.RPC_SERVER, str(incoming.message.get("method"))) as timed:
            try:
                return super().dispatch(incoming)
            except messaging.ExpectedException as expected:
                timed.outcome = expected.exc_info[0].__name__
                raise
            except exception.Unavailable as error:
                # A line for each message while something around us is away; the library would write a traceback.
                timed.outcome = type(error).__name__
                LOG.warning("%s could not be done: %s", incoming.message.get("method"), error)
                raise messaging.ExpectedException from error


def server(topic: str, host: str, endpoints: list[Any]) -> messaging.MessageHandlingServer:
    """A server for a topic that takes messages for any server of the topic and for this host.

    Only methods marked with @oslo_messaging.expose can be called.
    """
    return Server(
        BUS.transport(None),
        messaging.Target(topic=topic, server=host),
        Dispatcher(endpoints, WireSerializer(), dispatcher.ExplicitRPCAccessPolicy),
        concurrency.rpc_executor(),
    )


def notifier(publisher_id: str) -> messaging.Notifier:
    """A notifier of this process for a publisher such as 'compute.host1'."""
    return BUS.notifier(publisher_id)


def _reach() -> None:
    """Hand the broker a message that it drops; raises what the library raises when it does not confirm that."""
    client = BUS.client(None, NOWHERE)
    client.prepare(retry=0).cast(get_admin_context(), "ping")


BROKER = Check("broker", _reach)
