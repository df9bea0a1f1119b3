# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The only wrapper around work on a server: lock, event start, body, fault and revert, event end, in this order.

Operations give a body that reads as a list of steps and raises on failure, and may say by `on_failure` what is done
about it. The wrapper never lets an error of the body escape, since senders do not wait for an answer.
"""

import enum
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from oslo_log import log as logging

from nova_lite import concurrency, exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.lifecycle import Operation
from nova_lite.objects import store
from nova_lite.objects.instance import Instance

LOG = logging.getLogger(__name__)

GONE = (exception.InstanceNotFound, exception.UnexpectedDeletingTaskState)
PREEMPTED = (exception.UnexpectedTaskState, exception.UnexpectedVMState)
FAULT_CODE = 500

Body = Callable[[], None]
OnFailure = Callable[[Exception], bool]


class Phase(enum.StrEnum):
    """Where an operation is when observers hear of it."""

    START = "start"
    END = "end"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Report:
    """What observers (notifications) are told."""

    operation: Operation
    phase: Phase
    instance: Instance
    error: Exception | None = None


Observer = Callable[[RequestContext, Report], None]
_observers: list[Observer] = []


def observe(observer: Observer) -> None:
    """Call `observer` at the start and the end of every operation. Idempotent."""
    if observer not in _observers:
        _observers.append(observer)


def announce(
    context: RequestContext, operation: Operation, phase: Phase, instance: Instance, error: Exception | None = None
) -> None:
    """Tell all observers; none of them can stop the operation."""
    for observer in _observers:
        report = Report(operation, phase, instance, error)
        quietly(f"announcing {operation.name} {phase}", instance.uuid, partial(observer, context, report))


_busy: set[str] = set()


@contextmanager
def locked(instance: Instance) -> Iterator[None]:
    """The server's lock, for work that is no operation of its own. Not re-entrant."""
    with concurrency.named_lock(instance.uuid):
        _busy.add(instance.uuid)
        try:
            yield
        finally:
            _busy.discard(instance.uuid)


def is_busy(uuid: str) -> bool:
    """True while somebody holds the server's lock: what its guest does now is that operation's doing."""
    return uuid in _busy


def run(
    context: RequestContext, instance: Instance, operation: Operation, body: Body, on_failure: OnFailure | None = None
) -> bool:
    """Run an operation under the server's lock; True if it succeeded.

    A failure leaves a fault, and task_state becomes null; `on_failure` replaces that, and returns False when the event
    should not count as failed. A server that is gone or being deleted, and one that another operation took over, is
    left alone.
    """
    with locked(instance):
        return run_locked(context, instance, operation, body, on_failure)


def run_locked(
    context: RequestContext, instance: Instance, operation: Operation, body: Body, on_failure: OnFailure | None = None
) -> bool:
    """run() for a caller that holds the server's lock already."""
    _start_event(context, instance, operation)
    announce(context, operation, Phase.START, instance)
    done, failure = False, None
    try:
        body()
        done = True
    except GONE as error:
        LOG.info("Instance %s went away during %s: %s", instance.uuid, operation.name, error)
        failure = str(error)
    except PREEMPTED as error:
        LOG.info("Instance %s was taken over by something else during %s: %s", instance.uuid, operation.name, error)
        failure = str(error)
    except Exception as error:
        LOG.exception("Instance %s: %s failed", instance.uuid, operation.name)
        if _handle(context, instance, error, on_failure):
            failure = traceback.format_exc()
        announce(context, operation, Phase.ERROR, instance, error)
    if done:
        announce(context, operation, Phase.END, instance)
    _finish_event(context, instance, operation, failure)
    return done


def fault_message(error: BaseException) -> str:
    """What the API shows of an error: our own errors' text, else just the kind of error."""
    if isinstance(error, exception.NovaException):
        return error.format_message()[:255]
    return type(error).__name__


def record_fault(context: RequestContext, instance: Instance, error: BaseException, message: str | None = None) -> None:
    """Add a fault to the server; `message` replaces the error's own text. A server that is gone needs none."""
    details = "".join(traceback.format_exception(error))
    text = (message or fault_message(error))[:255]
    try:
        store.current().record_fault(context, instance.uuid, CONF.host, FAULT_CODE, text, details)
    except exception.NotFound:
        LOG.info("Instance %s is gone, its fault is not recorded: %s", instance.uuid, text)


def quietly(what: str, uuid: str, undo: Callable[[], object]) -> None:
    """Run one step of a rollback: an error is logged and does not keep the next step from running."""
    try:
        undo()
    except Exception:
        LOG.exception("Instance %s: %s failed", uuid, what)


def _handle(context: RequestContext, instance: Instance, error: Exception, on_failure: OnFailure | None) -> bool:
    """Leave a clean state after a failure; returns whether the event failed. Errors in here are logged only."""
    try:
        if on_failure is not None:
            return on_failure(error)
        record_fault(context, instance, error)
        instance.revert(context)
        LOG.info("Instance %s: task_state cleared, vm_state stays %s", instance.uuid, instance.vm_state)
    except GONE:
        LOG.info("Instance %s went away before its state was put right", instance.uuid)
    except Exception:
        LOG.exception("Instance %s: putting its state right failed", instance.uuid)
    return True


def _start_event(context: RequestContext, instance: Instance, operation: Operation) -> None:
    """Record the event's start. A lost record is no reason to refuse the work."""
    if operation.event is None:
        return
    try:
        store.current().start_event(context, instance.uuid, operation.event, CONF.host)
    except exception.NovaException as error:
        LOG.warning("Instance %s: start of %s not recorded: %s", instance.uuid, operation.event, error)


def _finish_event(context: RequestContext, instance: Instance, operation: Operation, failure: str | None) -> None:
    if operation.event is None:
        return
    try:
        store.current().finish_event(context, instance.uuid, operation.event, CONF.host, failure)
    except exception.NovaException as error:
        LOG.warning("Instance %s: end of %s not recorded: %s", instance.uuid, operation.event, error)
