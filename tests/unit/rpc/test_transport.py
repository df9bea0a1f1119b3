# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Sending methods over an in-memory bus."""

import inspect
import sys
import threading
import traceback
from collections.abc import Iterator
from typing import Any

import kombu.exceptions
import oslo_messaging as messaging
import pytest
from oslo_messaging._drivers import amqp, amqpdriver, common

from nova_lite import concurrency, exception, figures
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.lifecycle import CREATE
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.lease import Lease, grant
from nova_lite.rpc import transport
from nova_lite.rpc.transport import Kind, Method
from tests.unit.counting import Counted

CONTEXT = RequestContext(user_id="u", project_id="p")


class Endpoint:
    """Says what it got."""

    target = messaging.Target(version="1.1")

    @messaging.expose
    def double(self, context: RequestContext, flavor: Flavor) -> Flavor:
        assert context.user_id == "u"
        return flavor.copy(vcpus=flavor.vcpus * 2)

    @messaging.expose
    def count(self, context: RequestContext) -> int:
        return transport.in_hand()

    @messaging.expose
    @messaging.expected_exceptions(exception.NovaException)
    def fail(self, context: RequestContext) -> None:
        raise exception.InstanceNotFound(instance_id="x")

    @messaging.expose
    def wait(self, context: RequestContext) -> None:
        raise exception.DatabaseUnavailable(reason="gone")

    def hidden(self, context: RequestContext) -> None:
        raise AssertionError("not exposed, cannot be called")


@pytest.fixture
def server() -> Iterator[None]:
    CONF.set_override("transport_url", "fake://")
    CONF.set_override("rpc_response_timeout", 2)
    made = transport.server("topic", "host1", [Endpoint()])
    made.start()
    yield
    made.stop()
    made.wait()
    transport.BUS.close()
    CONF.clear_override("transport_url")
    CONF.clear_override("rpc_response_timeout")


def test_objects_go_and_come_back(server: None) -> None:
    flavor = Flavor(flavorid="1", name="a", memory_mb=1, vcpus=2, root_gb=1)
    answer = transport.send(CONTEXT, "topic", Method("double", Kind.CALL, "1.0"), flavor=flavor)
    assert answer.vcpus == 4


def test_our_errors_arrive_as_themselves(server: None) -> None:
    with pytest.raises(exception.InstanceNotFound, match="Instance x could not be found"):
        transport.send(CONTEXT, "topic", Method("fail", Kind.CALL, "1.0"), server="host1")


def test_an_error_from_afar_is_itself_and_its_traceback_the_cause(
    server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        raise exception.InstanceNotFound(instance_id="x")
    except exception.InstanceNotFound:
        sent = common.serialize_remote_exception(sys.exc_info())
    arrived = common.deserialize_remote_exception(sent, transport.EXPOSED_ERRORS)
    assert "Traceback" in str(arrived)

    def send(*_: Any, **__: Any) -> None:
        raise arrived

    monkeypatch.setattr(transport.BUS.transport(None)._driver, "send", send)
    with pytest.raises(exception.InstanceNotFound) as caught:
        transport.send(CONTEXT, "topic", Method("fail", Kind.CALL, "1.0"))
    assert (type(caught.value), str(caught.value)) == (exception.InstanceNotFound, "Instance x could not be found.")
    assert "in test_an_error_from_afar" in str(caught.value.__cause__)
    assert str(caught.value.__cause__) in "".join(traceback.format_exception(caught.value))


def test_what_is_away_is_told_in_a_line(server: None, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(exception.DatabaseUnavailable):
        transport.send(CONTEXT, "topic", Method("wait", Kind.CALL, "1.0"))
    (line,) = [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]
    assert line.getMessage() == "wait could not be done: The database is not reachable: gone"
    assert line.exc_info is None


def test_what_runs_is_in_hand(server: None) -> None:
    assert transport.send(CONTEXT, "topic", Method("count", Kind.CALL, "1.0")) == 1
    assert concurrency.wait_until(lambda: not transport.in_hand(), timeout_s=5, interval_s=0.01)


def test_what_is_not_exposed_cannot_be_called(server: None) -> None:
    with pytest.raises((messaging.RemoteError, messaging.NoSuchMethod)):
        transport.send(CONTEXT, "topic", Method("hidden", Kind.CALL, "1.0"))


@pytest.mark.parametrize("error", [messaging.MessageDeliveryFailure(), kombu.exceptions.OperationalError()])
def test_a_message_of_the_journal_does_not_wait_for_the_broker(
    server: None, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    retries: list[int | None] = []

    def away(*arguments: object, retry: int | None = None, **options: object) -> None:
        retries.append(retry)
        raise error

    monkeypatch.setattr(transport.BUS.transport(None)._driver, "send", away)
    cast = Method("double", Kind.CAST, "1.0")
    transport.send(CONTEXT, "topic", cast, lease=grant(CREATE, "uuid", 1))
    with pytest.raises(type(error)):
        transport.send(CONTEXT, "topic", cast, lease=None)
    assert retries == [transport.RETRIES, None]
    with pytest.raises(exception.RpcTimeout):
        transport.send(CONTEXT, "topic", Method("double", Kind.CALL, "1.0"))


@pytest.fixture
def outbox(server: None) -> Iterator[transport.Outbox]:
    transport.OUTBOX.open()
    yield transport.OUTBOX
    transport.OUTBOX.close(5)


def test_what_the_journal_has_leaves_beside_the_work(
    outbox: transport.Outbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    gate, sent = threading.Event(), list[str]()

    def slow(target: object, context: object, message: dict[str, Any], *arguments: object, **options: object) -> None:
        assert gate.wait(5)
        sent.append(message["method"])
        raise ValueError("unspeakable")

    monkeypatch.setattr(transport.BUS.transport(None)._driver, "send", slow)
    transport.send(CONTEXT, "topic", Method("double", Kind.CAST, "1.0"), lease=grant(CREATE, "uuid", 1))
    assert sent == []
    outbox.close(0.1)
    assert "1 message(s) were not sent" in caplog.text
    gate.set()
    outbox.close(5)
    assert sent == ["double"] and "double was not sent" in caplog.text


@pytest.mark.parametrize(
    ("kind", "lease"),
    [(Kind.CAST, None), (Kind.FANOUT, grant(CREATE, "uuid", 1)), (Kind.CALL, grant(CREATE, "uuid", 1))],
)
def test_what_the_journal_does_not_have_is_waited_for(
    outbox: transport.Outbox, monkeypatch: pytest.MonkeyPatch, kind: Kind, lease: Lease | None
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise ValueError("at once")

    monkeypatch.setattr(transport.BUS.transport(None)._driver, "send", fail)
    with pytest.raises(ValueError, match="at once"):
        transport.send(CONTEXT, "topic", Method("double", kind, "1.0"), lease=lease)


@pytest.mark.parametrize(("interval_s", "patience_s", "expected_s"), [(10, 60, 10), (1, 60, 5), (10, 3, 3)])
def test_a_brief_call_waits_for_no_lost_answer_and_no_broker(
    server: None, monkeypatch: pytest.MonkeyPatch, interval_s: int, patience_s: int, expected_s: int
) -> None:
    asked: list[tuple[int | None, int | None]] = []

    def away(*arguments: object, timeout: int | None = None, retry: int | None = None, **options: object) -> None:
        asked.append((timeout, retry))
        raise messaging.MessageDeliveryFailure

    monkeypatch.setattr(transport.BUS.transport(None)._driver, "send", away)
    CONF.set_override("report_interval", interval_s)
    CONF.set_override("rpc_response_timeout", patience_s)
    try:
        with pytest.raises(exception.RpcTimeout):
            transport.send(CONTEXT, "topic", Method("double", Kind.BRIEF_CALL, "1.0"))
    finally:
        CONF.clear_override("report_interval")
        CONF.clear_override("rpc_response_timeout")
    assert asked == [(expected_s, transport.RETRIES)]


@pytest.mark.parametrize(
    ("kind", "expected_s"),
    [(Kind.CALL, (60, None)), (Kind.WATCHED_CALL, (60, 7)), (Kind.LONG_CALL, (1800, 7))],
)
def test_who_works_on_a_call_gives_signs(
    server: None, monkeypatch: pytest.MonkeyPatch, kind: Kind, expected_s: tuple[int, int | None]
) -> None:
    """A killed daemon, or a broker that lost the call, is noticed long before rpc_response_timeout is over."""
    asked: list[tuple[int, int | None]] = []

    def answer(*arguments: object, timeout: int, call_monitor_timeout: int | None, **options: object) -> None:
        asked.append((timeout, call_monitor_timeout))

    monkeypatch.setattr(transport.BUS.transport(None)._driver, "send", answer)
    CONF.set_override("rpc_response_timeout", 60)
    monkeypatch.setattr(transport.BUS, "_clients", {})
    transport.send(CONTEXT, "topic", Method("double", kind, "1.0"))
    assert asked == [expected_s]


def test_silence_is_a_timeout_of_ours() -> None:
    CONF.set_override("transport_url", "fake://")
    CONF.set_override("rpc_response_timeout", 1)
    try:
        with pytest.raises(exception.RpcTimeout, match=r"nobody.host9 to double"):
            transport.send(CONTEXT, "nobody", Method("double", Kind.CALL, "1.0"), server="host9", flavor=None)
    finally:
        transport.BUS.close()
        CONF.clear_override("transport_url")
        CONF.clear_override("rpc_response_timeout")


def test_both_ends_are_timed(server: None, counted: Counted) -> None:
    flavor = Flavor(flavorid="1", name="a", memory_mb=1, vcpus=2, root_gb=1)
    transport.send(CONTEXT, "topic", Method("double", Kind.CALL, "1.0"), flavor=flavor)
    transport.send(CONTEXT, "topic", Method("double", Kind.CAST, "1.0"), flavor=flavor)
    with pytest.raises(exception.InstanceNotFound):
        transport.send(CONTEXT, "topic", Method("fail", Kind.CALL, "1.0"))
    assert counted.of(figures.RPC_CLIENT) == {
        ("topic", "double", "call", "done"): 1,
        ("topic", "double", "cast", "done"): 1,
        ("topic", "fail", "call", "InstanceNotFound"): 1,
    }
    handled = {("double", "done"): 2, ("fail", "InstanceNotFound"): 1}
    assert concurrency.wait_until(lambda: counted.of(figures.RPC_SERVER) == handled, 5, 0.01)


def test_the_broker_is_reached_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    CONF.set_override("transport_url", "fake://")
    try:
        assert transport.BROKER.probe() is None
        transport.BUS.close()
        CONF.set_override("transport_url", "rabbit://nobody:none@127.0.0.1:1/")
        with pytest.raises(Exception, match="refused"):
            transport.BROKER.probe()
    finally:
        transport.BUS.close()
        CONF.clear_override("transport_url")


@pytest.mark.parametrize(
    ("url", "expected"), [("rabbit://nobody:none@127.0.0.1:1/", 1), ("nonsense://x/", 0), ("rabbit://x:y/", 0)]
)
def test_what_connections_need_is_loaded_without_opening_one(url: str, expected: int) -> None:
    CONF.set_override("transport_url", url)
    try:
        transport.preload()
        assert len(transport.BUS._transports) == expected
    finally:
        transport.BUS.close()
        CONF.clear_override("transport_url")
    assert "kombu.transport.pyamqp" in sys.modules


def test_the_library_looks_in_vain_as_rarely_as_we_want() -> None:
    """Its readers of messages take this from their module, where no option reaches it."""
    for reader in (amqpdriver.AMQPListener, amqpdriver.ReplyWaiter):
        assert "ACK_REQUEUE_EVERY_SECONDS_MIN" in inspect.getsource(reader)
    assert amqpdriver.ACK_REQUEUE_EVERY_SECONDS_MIN == 0.5 < amqpdriver.ACK_REQUEUE_EVERY_SECONDS_MAX


def test_the_library_does_not_copy_the_context_of_a_message() -> None:
    catalog = [{"name": "glance"}]
    read = amqp.unpack_context({"_context_service_catalog": catalog})
    assert "ctxt.to_dict()" in inspect.getsource(amqpdriver.AMQPListener)
    assert read.to_dict()["service_catalog"] is catalog
