# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Create: find hosts for new servers, give each its cell, and hand it to its compute host.

A server whose build request vanished meanwhile was deleted by its user: its claim is given back and nothing is built.
A server that finds no host is buried in cell0, where its owner can see why. Whoever does this holds the request in the
journal; a conductor that dies is followed by another, which begins again after clearing up.
"""

import json
from collections.abc import Callable

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import cells, exception
from nova_lite.conductor import owner, placing, records, selecting
from nova_lite.conductor.records import Sent
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db import journal
from nova_lite.lifecycle import Outcome
from nova_lite.limits import recheck
from nova_lite.objects import store
from nova_lite.objects.create_request import CreateRequest, build_arguments, read_arguments
from nova_lite.objects.database import context_of
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import Lease
from nova_lite.objects.request_spec import RequestSpec, Selection
from nova_lite.operations import delete, late_claims
from nova_lite.placement import allocations
from nova_lite.placement.model import Consumer
from nova_lite.rpc import compute as rpc_compute
from nova_lite.rpc import conductor as rpc_conductor
from nova_lite.steps import CONDUCTOR, step

LOG = logging.getLogger(__name__)

EVENT = "conductor_schedule_and_build_instances"
# These pass; the request stays in the journal and is tried again. Allocations change when a conductor that was replaced
# has its answer late.
PASSING = (
    exception.RpcTimeout,
    exception.DatabaseUnavailable,
    exception.PeerUnavailable,
    exception.AllocationUpdateFailed,
    exception.ComputesSilent,
)
FIRST_ATTEMPT = 1


class CreateTasks:
    """Endpoint of the compute_task namespace for create."""

    target = messaging.Target(namespace=rpc_conductor.TASK_NAMESPACE, version=rpc_conductor.TASK_VERSION)

    def __init__(self) -> None:
        # Told which request lost its way to the scheduler, once nobody holds it; by itself it waits for the sweep.
        self.when_lost: Callable[[str], None] | None = None

    @messaging.expose
    def schedule_and_build_instances(
        self,
        context: RequestContext,
        instances: list[Instance],
        request_spec: RequestSpec,
        create_request: CreateRequest,
        lease: Lease,
    ) -> None:
        """Place all servers of one POST /servers and start their builds."""
        with step("create", CONDUCTOR, "take"):
            held = placing.take(lease)
        if held is None:
            LOG.info("The request for server %s is in other hands, the message is dropped", lease.instance_uuid)
            return
        is_lost = False
        try:
            is_lost = self._place(context, instances, request_spec, create_request, held)
        except exception.OperationTaken as error:
            _stop(context, [instance.uuid for instance in instances], error)
        finally:
            placing.release(held)
        if is_lost and self.when_lost is not None:
            self.when_lost(held.uuid)

    def resume(self, row: journal.Row) -> None:
        """Place again what a conductor that is gone has left; servers that it had placed are only mapped."""
        lease = Lease(uuid=row.uuid, instance_uuid=row.instance_uuid, kind=row.kind, attempt=row.attempt)
        held = placing.take(lease)
        if held is None:
            return
        try:
            self._place_again(row, held)
        except exception.OperationTaken as error:
            _stop(context_of(row), json.loads(row.arguments or "{}")["instances"], error)
        except exception.Unavailable:
            raise
        except Exception as error:
            if held.may_try_again:
                raise
            LOG.exception("Placing server %s failed %d times, it is given up", row.instance_uuid, held.attempt)
            self._give_up(row, held, f"The server cannot be recorded: {type(error).__name__}")
        finally:
            placing.release(held)

    def _place_again(self, row: journal.Row, held: Lease) -> None:
        if row.deadline < journal.after(0):
            self._give_up(row, held, "No host was found in time.")
            return
        context, arguments = context_of(row), json.loads(row.arguments or "{}")
        spec, request, _, _ = read_arguments(arguments)
        left = _left(context, arguments["instances"], held)
        LOG.warning("Server(s) %s are placed again", ", ".join(one.uuid for one in left) or "none")
        if not left:
            records.finish_placing(held, Outcome.DONE)
        else:
            spec.num_instances = len(left)
            self._place(context, left, spec, request, held)

    @staticmethod
    def _give_up(row: journal.Row, held: Lease, reason: str) -> None:
        """End a placing whatever happens: what cannot be buried is forgotten, claims may stay if Placement is away."""
        context, arguments = context_of(row), json.loads(row.arguments or "{}")
        request = read_arguments(arguments)[1]
        left = _left(context, arguments["instances"], held, insist=False)
        for instance in left:
            try:
                records.bury(context, instance, request, exception.NoValidHost(reason=reason), EVENT, held)
            except (exception.Unavailable, exception.OperationTaken):
                raise
            except Exception:
                LOG.exception("Server %s cannot be recorded in any cell, it is forgotten", instance.uuid)
                delete.drop_build_request(instance.uuid)
        records.finish_placing(held, Outcome.FAILED if left else Outcome.DONE)

    def _place(
        self,
        context: RequestContext,
        instances: list[Instance],
        request_spec: RequestSpec,
        create_request: CreateRequest,
        held: Lease,
    ) -> bool:
        """Find hosts and send the builds there; True when the question, or the answer, was lost on its way."""
        uuids = [instance.uuid for instance in instances]
        try:
            with step("create", CONDUCTOR, "select"):
                records.load_group(context, request_spec)
                selections = selecting.select(context, request_spec, uuids, held)
        except PASSING as error:
            LOG.warning("Server(s) %s cannot be placed now, it is tried again: %s", ", ".join(uuids), error)
            # Who waited in vain has waited enough; who slept never reads what was claimed for it.
            is_lost = isinstance(error, exception.RpcTimeout)
            placing.postpone(held, 0 if is_lost else placing.PAUSE_S)
            return is_lost
        except exception.OperationTaken:
            raise
        except exception.NovaException as error:
            LOG.warning("No host for server(s) %s: %s", ", ".join(uuids), error.format_message())
            self._bury(context, instances, create_request, error, held)
            return False
        placing.check(held)
        with step("create", CONDUCTOR, "write"):
            written = records.write(context, instances, selections, request_spec, create_request)
        with step("create", CONDUCTOR, "map"):
            created = records.map_to_cells(context, written, held)
        self._dispatch(context, created, request_spec)
        return False

    @staticmethod
    def _bury(
        context: RequestContext,
        instances: list[Instance],
        create_request: CreateRequest,
        error: exception.NovaException,
        held: Lease,
    ) -> None:
        # A claim of an earlier attempt may have come late, one whose answer was lost may have been written.
        if held.attempt > FIRST_ATTEMPT or not isinstance(error, exception.NoValidHost):
            for instance in instances:
                allocations.delete(context, instance.uuid)
        for instance in instances:
            records.bury(context, instance, create_request, error, EVENT, held)
        records.finish_placing(held, Outcome.FAILED)

    def _dispatch(self, context: RequestContext, created: list[Sent], request_spec: RequestSpec) -> None:
        """Recheck the quota over what exists now, then send every server to its host."""
        instances = [sent.instance for sent in created]
        try:
            recheck.instances(context, instances)
        except exception.OverQuota as error:
            LOG.warning("Server(s) %s lost a race for quota: %s", ", ".join(one.uuid for one in instances), error)
            for sent in created:
                with cells.target_uuid(context, sent.selections[0].cell_uuid) as cell_context:
                    allocations.delete(context, sent.instance.uuid)
                    records.fail(cell_context, sent.instance, error, EVENT, sent.lease)
            return
        with step("create", CONDUCTOR, "send"):
            for sent in created:
                with cells.target_uuid(context, sent.selections[0].cell_uuid) as cell_context:
                    LOG.info("Server %s goes to host %s", sent.instance.uuid, sent.host)
                    rpc_compute.build_and_run_instance(
                        cell_context,
                        sent.host,
                        sent.instance,
                        request_spec.copy(instance_uuid=sent.instance.uuid),
                        sent.create_request,
                        sent.selections,
                        sent.lease,
                    )

    @messaging.expose
    def build_instances(
        self,
        context: RequestContext,
        instance: Instance,
        request_spec: RequestSpec,
        create_request: CreateRequest,
        selections: list[Selection],
        reason: str,
        lease: Lease,
    ) -> None:
        """A host gave a build back: try the next one, unless another conductor does already."""
        held = records.take(context, lease, owner.name())
        if held is None:
            LOG.info("The build of server %s is in other hands, the message is dropped", instance.uuid)
            return
        arguments = build_arguments(request_spec, create_request, selections, reason)
        self.try_next(context, instance, arguments, held)

    def try_again(self, context: RequestContext, instance: Instance, arguments: dict[str, object], held: Lease) -> None:
        """Send the build to its host again; if the host has no room for it, to the next one."""
        spec, request, selections, _ = read_arguments(arguments)
        if self._claim(context, instance, selections[0]):
            rpc_compute.build_and_run_instance(context, str(instance.host), instance, spec, request, selections, held)
            return
        reason = f"host {instance.host} is full"
        self.try_next(context, instance, build_arguments(spec, request, selections[1:], reason), held)

    def try_next(self, context: RequestContext, instance: Instance, arguments: dict[str, object], held: Lease) -> None:
        """Claim the next alternate and send the build there; without one the server ends in error."""
        spec, request, selections, reason = read_arguments(arguments)
        for index, chosen in enumerate(selections):
            if not self._claim(context, instance, chosen):
                continue
            LOG.info("Server %s is tried again on host %s", instance.uuid, chosen.host)
            rest = selections[index:]
            lease = records.move_to(context, instance, chosen, held, build_arguments(spec, request, rest, reason))
            if lease is None:
                _give_back(context, instance)
                return
            rpc_compute.build_and_run_instance(context, chosen.host, instance, spec, request, rest, lease)
            return
        if records.keep(context, held) is None:
            LOG.info("The build of server %s is in other hands by now", instance.uuid)
            return
        error = _exhausted(instance, reason)
        LOG.warning("Server %s cannot be built: %s Last failure: %s", instance.uuid, error, reason)
        allocations.delete(context, instance.uuid)
        records.fail(context, instance, error, EVENT, held)

    def _claim(self, context: RequestContext, instance: Instance, chosen: Selection) -> bool:
        """Replace what the server holds by a host's resources, if it holds others; False when that host is full.

        Raises AllocationUpdateFailed when somebody else changed what it holds: the sweep tries that again.
        """
        held = allocations.get(context, instance.uuid)
        if held is not None and held.allocations.keys() == chosen.allocation.keys():
            return True
        wanted = Consumer(
            uuid=instance.uuid,
            allocations=chosen.allocation,
            project_id=str(instance.project_id),
            user_id=str(instance.user_id),
            generation=held.generation if held else None,
        )
        try:
            allocations.claim(context, wanted)
        except exception.InsufficientCapacity as error:
            LOG.info("Host %s for server %s cannot be claimed: %s", chosen.host, instance.uuid, error)
            return False
        return True


def _give_back(context: RequestContext, instance: Instance) -> None:
    """Give a claim back that came to nothing if its server is gone; else it is that of whoever builds the server."""
    try:
        store.current().get_instance(context, instance.uuid)
    except exception.InstanceNotFound:
        allocations.delete(context, instance.uuid)


def _stop(context: RequestContext, uuids: list[str], error: exception.OperationTaken) -> None:
    """Somebody else has the request: what was claimed here for servers that need nothing any more is given back."""
    LOG.warning("Placing server(s) %s stops here: %s", ", ".join(uuids), error)
    late_claims.give_back(context, lambda: uuids)


def _left(context: RequestContext, uuids: list[str], held: Lease, insist: bool = True) -> list[Instance]:
    """The servers of a request that still wait for a host, with nothing left of earlier attempts.

    Raises PeerUnavailable when Placement does not answer, unless told not to `insist`.
    """
    placed = records.map_placed(context, uuids, held)
    unplaced = [uuid for uuid in uuids if uuid not in placed] if held.attempt > FIRST_ATTEMPT else []
    try:
        for uuid in unplaced:
            allocations.delete(context, uuid)
    except exception.PeerUnavailable as error:
        if insist:
            raise
        LOG.error("Server(s) %s may hold claims that nobody gives back: %s", ", ".join(unplaced), error)
    return records.waiting(uuids)


def _exhausted(instance: Instance, reason: str | None) -> exception.NovaException:
    """Without retries the one failure is the reason; else that all hosts failed."""
    if CONF.scheduler.max_attempts == 1 and reason:
        return exception.BuildAbort(instance_uuid=instance.uuid, reason=reason)
    return exception.MaxRetriesExceeded(
        reason=f"Exhausted all hosts available for retrying build failures for instance {instance.uuid}."
    )
