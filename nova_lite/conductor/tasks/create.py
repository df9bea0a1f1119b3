# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Create: find hosts for new servers, give each its cell, and hand it to its compute host.

A server whose build request vanished meanwhile was deleted by its user: its claim is given back and nothing is built.
A server that finds no host is buried in cell0, where its owner can see why.
"""

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import cells, exception
from nova_lite.conductor import records
from nova_lite.context import RequestContext
from nova_lite.limits import recheck
from nova_lite.objects.create_request import CreateRequest
from nova_lite.objects.instance import Instance
from nova_lite.objects.request_spec import RequestSpec, Selection
from nova_lite.placement import allocations
from nova_lite.placement.model import Consumer
from nova_lite.rpc import compute as rpc_compute
from nova_lite.rpc import conductor as rpc_conductor
from nova_lite.rpc import scheduler as rpc_scheduler

LOG = logging.getLogger(__name__)

EVENT = "conductor_schedule_and_build_instances"


class CreateTasks:
    """Endpoint of the compute_task namespace for create."""

    target = messaging.Target(namespace=rpc_conductor.TASK_NAMESPACE, version=rpc_conductor.TASK_VERSION)

    @messaging.expose
    def schedule_and_build_instances(
        self,
        context: RequestContext,
        instances: list[Instance],
        request_spec: RequestSpec,
        create_request: CreateRequest,
    ) -> None:
        """Place all servers of one POST /servers and start their builds."""
        uuids = [instance.uuid for instance in instances]
        try:
            records.load_group(context, request_spec)
            selections = rpc_scheduler.select_destinations(context, request_spec, uuids)
        except exception.NovaException as error:
            LOG.warning("No host for server(s) %s: %s", ", ".join(uuids), error)
            for instance in instances:
                records.bury(context, instance, create_request, error, EVENT)
            return
        placed = list(zip(instances, selections, strict=True))
        created = records.create_in_cells(context, placed, create_request)
        kept = {instance.uuid for instance, _ in created}
        for instance, chosen in placed:
            if instance.uuid not in kept:
                LOG.info("Server %s was deleted while scheduled, its claim on %s ends", instance.uuid, chosen[0].host)
                allocations.delete(context, instance.uuid, force=True)
        self._dispatch(context, created, request_spec, create_request)

    def _dispatch(
        self,
        context: RequestContext,
        created: list[tuple[Instance, list[Selection]]],
        request_spec: RequestSpec,
        create_request: CreateRequest,
    ) -> None:
        """Recheck the quota over what exists now, then send every server to its host."""
        instances = [instance for instance, _ in created]
        try:
            recheck.instances(context, instances)
        except exception.OverQuota as error:
            LOG.warning("Server(s) %s lost a race for quota: %s", ", ".join(one.uuid for one in instances), error)
            for instance, chosen in created:
                with cells.target_uuid(context, chosen[0].cell_uuid) as cell_context:
                    records.fail(cell_context, instance, error, EVENT)
                allocations.delete(context, instance.uuid, force=True)
            return
        for instance, chosen in created:
            with cells.target_uuid(context, chosen[0].cell_uuid) as cell_context:
                spec = request_spec.copy(instance_uuid=instance.uuid)
                LOG.info("Server %s goes to host %s", instance.uuid, chosen[0].host)
                rpc_compute.build_and_run_instance(cell_context, chosen[0].host, instance, spec, create_request, chosen)

    @messaging.expose
    def build_instances(
        self,
        context: RequestContext,
        instance: Instance,
        request_spec: RequestSpec,
        create_request: CreateRequest,
        selections: list[Selection],
        reason: str,
    ) -> None:
        """Try the next alternate: claim it and send the build there; without one the server ends in error."""
        for index, chosen in enumerate(selections):
            if self._claim(context, instance, chosen):
                LOG.info("Server %s is tried again on host %s", instance.uuid, chosen.host)
                if not records.move_to(context, instance, chosen):
                    allocations.delete(context, instance.uuid, force=True)
                    return
                rpc_compute.build_and_run_instance(
                    context, chosen.host, instance, request_spec, create_request, selections[index:]
                )
                return
        error = exception.MaxRetriesExceeded(
            reason=f"Exhausted all hosts available for retrying build failures for instance {instance.uuid}."
        )
        LOG.warning("Server %s cannot be built: %s Last failure: %s", instance.uuid, error, reason)
        records.fail(context, instance, error, EVENT)

    def _claim(self, context: RequestContext, instance: Instance, chosen: Selection) -> bool:
        """Replace what the server holds by the alternate's resources; False when that host is full."""
        held = allocations.get(context, instance.uuid)
        wanted = Consumer(
            uuid=instance.uuid,
            allocations=chosen.allocation,
            project_id=str(instance.project_id),
            user_id=str(instance.user_id),
            generation=held.generation if held else None,
        )
        try:
            allocations.claim(context, wanted)
        except (exception.InsufficientCapacity, exception.AllocationUpdateFailed) as error:
            LOG.info("Alternate host %s for server %s cannot be claimed: %s", chosen.host, instance.uuid, error)
            return False
        return True
