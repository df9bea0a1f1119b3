# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The only wrapper around work on a server: lock, body, end or fault and revert, journal, in this order.

Operations give a body that reads as a list of steps and raises on failure, and may say by `on_failure` what is done
about it. The wrapper never lets an error of the body escape, since senders do not wait for an answer.
"""

import enum
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from oslo_log import log as logging

from nova_lite import concurrency, exception, figures
from nova_lite.compute.host import ComputeHost
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.lifecycle import FAULT_CODE, Operation, Outcome, PowerState
from nova_lite.objects import store
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.instance import UNCHANGED, Instance
from nova_lite.objects.lease import Ending, Lease, renewed

LOG = logging.getLogger(__name__)

GONE = (exception.InstanceNotFound, exception.UnexpectedDeletingTaskState)
PREEMPTED = (exception.UnexpectedTaskState, exception.UnexpectedVMState, exception.OperationTaken)
# Conductor or its database is away, or this daemon stops: what cannot be done just now might be in a moment.
PASSING = (exception.RpcTimeout, exception.DatabaseUnavailable, exception.ServiceStops)
# How an operation that raised is counted; the first match holds.
OUTCOMES = ((GONE, "gone"), (PREEMPTED, Outcome.REPLACED), (BaseException, Outcome.FAILED))
POSTPONED = "postponed"
SAVE_ATTEMPTS = 5
PAUSE_S = 1.0
# The node's record goes with the end of an operation, but not with each one of a busy host.
RECORD_PAUSE_S = 1.0

Body = Callable[[], None]
OnFailure = Callable[[Exception], None]


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


class Work:
    """One run of an operation on a server, as its body sees it.

    The body ends it with finish(), which sends the server's new state, the end of the event and the end of the
    journal's row in one message. What a body leaves open is closed by the wrapper.
    """

    def __init__(
        self,
        host: ComputeHost,
        context: RequestContext,
        instance: Instance,
        operation: Operation,
        lease: Lease | None = None,
    ) -> None:
        self.host = host
        self.context = context
        self.instance = instance
        self.operation = operation
        self.is_over = False
        self._lease = lease
        self._may_be_saved = False

    def finish(
        self,
        vm_state: str | None = None,
        power_state: PowerState | None = None,
        expected: Any = UNCHANGED,
        devices: Iterable[BlockDevice] = (),
    ) -> None:
        """The operation succeeded. Raises what Instance.finish() raises; then nothing is changed and it is not over."""
        ending = self.ending(journal_outcome=Outcome.DONE)
        ending.devices = list(devices)
        try:
            self._send(ending, partial(self._finish, vm_state, power_state, expected, ending))
        except exception.OperationTaken:
            if not self._may_be_saved or not self._was_saved(vm_state):
                raise
        self.is_over = True

    def _finish(self, vm_state: str | None, power_state: PowerState | None, expected: Any, ending: Ending) -> None:
        if self._sets_no_state(vm_state):
            self.instance.conclude(self.context, ending)
        else:
            self.instance.finish(self.context, vm_state, power_state, expected, ending)

    def _send(self, ending: Ending, send: Callable[[], None]) -> None:
        """Send an ending; again under a newer number if conductor asked for the same work while we were at it."""
        try:
            self._patiently(ending, send)
        except exception.OperationTaken:
            newer = self.host.leases.current(self._lease)
            if newer is None or ending.lease is None or newer.attempt <= ending.lease.attempt:
                raise
            LOG.info("Instance %s: this is attempt %d by now", self.instance.uuid, newer.attempt)
            ending.lease = newer
            self._patiently(ending, send)

    def _patiently(self, ending: Ending, send: Callable[[], None]) -> None:
        """Send, with the record of the host's node if that is news. Conductor that does not answer, or has no database,
        is no reason to throw the work away: ask again.

        What was not answered may have been done.
        """
        for attempt in range(1, SAVE_ATTEMPTS + 1):
            try:
                with self.host.tracker.record(RECORD_PAUSE_S) as ending.node:
                    return send()
            except PASSING as error:
                if attempt == SAVE_ATTEMPTS:
                    raise
                self._may_be_saved = True
                LOG.warning(
                    "Instance %s: the end of %s is not recorded yet, asking again: %s",
                    self.instance.uuid,
                    self.operation.name,
                    error,
                )
                concurrency.sleep(PAUSE_S * 2 ** (attempt - 1))

    def _sets_no_state(self, vm_state: str | None) -> bool:
        """True when another operation may have set a task meanwhile, since this one did not: it must be left alone."""
        return self.operation.begins is None and vm_state is None

    def _was_saved(self, vm_state: str | None) -> bool:
        """After a lost answer: True when it was the answer to what had been done."""
        stored = store.current().get_instance(self.context, self.instance.uuid)
        return stored.task_state is None and vm_state in (None, stored.vm_state) and stored.host == self.instance.host

    def destroyed(self) -> None:
        """The server is gone from this host: mark it deleted, which ends everything else too."""
        ending = self.ending(journal_outcome=Outcome.DONE)
        send = partial(store.current().destroy_instance, self.context, self.instance.uuid, ending)
        self._patiently(ending, send)
        self.is_over = True

    def failed(
        self, error: BaseException, vm_state: str | None = None, message: str | None = None, as_failure: bool = True
    ) -> None:
        """The operation failed: a fault for the server's owner, no task, vm_state as given or unchanged."""
        ending = self.ending(error if as_failure else None, Outcome.FAILED)
        ending.fault = (message or fault_message(error))[:255]
        ending.fault_details = "".join(traceback.format_exception(error))
        self._send(ending, partial(self._finish, vm_state, None, UNCHANGED, ending))
        self.is_over = True

    def handed_on(self, arguments: dict[str, Any]) -> Lease:
        """A build goes back to conductor, with what the next attempt must know; returns what that attempt begins from.

        Only for an operation with a lease.
        """
        ending = self.ending()
        ending.arguments = arguments
        self._send(ending, partial(self.instance.reschedule, self.context, ending))
        self.is_over = True
        assert ending.lease is not None
        return renewed(ending.lease, ending.lease.attempt + 1)

    def ending(self, error: BaseException | None = None, journal_outcome: str | None = None) -> Ending:
        """What is recorded besides the server's own state."""
        return Ending(
            lease=self.host.leases.current(self._lease),
            event=self.operation.event,
            host=self.host.name,
            failure=None if error is None else "".join(traceback.format_exception(error)),
            outcome=journal_outcome,
        )

    def is_postponed(self, error: BaseException | None) -> bool:
        """True when an error passes and the sweep of the journal asks for the operation again."""
        if isinstance(error, exception.PeerUnavailable):
            return self.may_try_again
        return self._lease is not None and isinstance(error, PASSING)

    @property
    def may_try_again(self) -> bool:
        """Whether another service that does not answer leaves the operation open, to be asked for again."""
        return self._lease is not None and self._lease.may_try_again

    def close(self, error: BaseException | None) -> None:
        """Record the end of an operation whose body did not; a lost record is no reason to refuse the work.

        An operation that was taken is not over: whoever has it now ends it, maybe this host with a later message.
        """
        if not self.is_over and not isinstance(error, exception.OperationTaken) and not self.is_postponed(error):
            try:
                ending = self.ending(error, Outcome.DONE if error is None else Outcome.REPLACED)
                store.current().finish_operation(self.context, self.instance.uuid, {}, {}, ending)
            except exception.NovaException as lost:
                LOG.info("Instance %s: end of %s not recorded: %s", self.instance.uuid, self.operation.name, lost)
        self.host.leases.release(self._lease)


def run(work: Work, body: Body, on_failure: OnFailure | None = None) -> bool:
    """Run an operation under the server's lock; True if it succeeded.

    A failure leaves a fault, and task_state becomes null; `on_failure` replaces that. A server that is gone or being
    deleted, and one that another operation or another attempt took over, is left alone. What fails because conductor or
    the database is away stays open in the journal, which has it asked for again; so does, a few times, what fails
    because another service does not answer.
    """
    with locked(work.instance):
        return run_locked(work, body, on_failure)


def run_locked(work: Work, body: Body, on_failure: OnFailure | None = None) -> bool:
    """run() for a caller that holds the server's lock already."""
    name = work.operation.name
    figures.add(figures.OPERATIONS_RUNNING, name)
    try:
        with figures.Timed(figures.OPERATIONS, name) as timed:
            failure = _run(work, body, on_failure)
            timed.outcome = _outcome(work, failure)
    finally:
        figures.add(figures.OPERATIONS_RUNNING, name, amount=-1)
    return failure is None


def _outcome(work: Work, failure: BaseException | None) -> str:
    if work.is_postponed(failure):
        return POSTPONED
    return next((outcome for kinds, outcome in OUTCOMES if isinstance(failure, kinds)), figures.DONE)


def _run(work: Work, body: Body, on_failure: OnFailure | None) -> BaseException | None:
    """Start, body, end; returns what ended it before its time."""
    instance, name = work.instance, work.operation.name
    announce(work.context, work.operation, Phase.START, instance)
    failure: BaseException | None = None
    try:
        body()
    except GONE as error:
        LOG.info("Instance %s went away during %s: %s", instance.uuid, name, error)
        failure = error
    except PREEMPTED as error:
        LOG.info("Instance %s was taken over by something else during %s: %s", instance.uuid, name, error)
        failure = error
    except Exception as error:
        failure = error
        if work.is_postponed(error):
            LOG.warning("Instance %s: %s cannot go on now, it is tried again: %s", instance.uuid, name, error)
        else:
            LOG.exception("Instance %s: %s failed", instance.uuid, name)
            away = _handle(work, error, on_failure)
            failure = away if work.is_postponed(away) else error
            announce(work.context, work.operation, Phase.ERROR, instance, error)
    if failure is None:
        announce(work.context, work.operation, Phase.END, instance)
    work.close(failure)
    return failure


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


def _handle(work: Work, error: Exception, on_failure: OnFailure | None) -> Exception | None:
    """Leave a clean state after a failure. Errors in here are logged only; returned is what passes, as an outage does:
    whoever is asked for the operation again leaves that state.
    """
    away: Exception | None = None
    try:
        if on_failure is not None:
            on_failure(error)
        else:
            work.failed(error)
            LOG.info("Instance %s: task_state cleared, vm_state stays %s", work.instance.uuid, work.instance.vm_state)
    except PASSING as passing:
        LOG.warning("Instance %s: its failure cannot be recorded now: %s", work.instance.uuid, passing)
        away = passing
    except (*GONE, *PREEMPTED) as changed:
        LOG.info("Instance %s moved on before its state was put right: %s", work.instance.uuid, changed)
    except Exception:
        LOG.exception("Instance %s: putting its state right failed", work.instance.uuid)
    return away
