# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The books of this host: what it has, which servers use it, and the records that tell others so.

Usage is kept in memory, fed by builds and deletions, and compared with the database at the start and every
AUDIT_EVERY-th run. The compute node record and the Placement provider are written only when they change, the record at
most once a second however many servers come and go: with the end of an operation (operation.py), else by reports.py.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.compute import node_record
from nova_lite.compute.claims import Claim, Usage, usage_of
from nova_lite.compute.provider import NodeProvider
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.lifecycle import VmState
from nova_lite.objects import store
from nova_lite.objects.compute_node import ComputeNode
from nova_lite.objects.instance import Instance
from nova_lite.placement import allocations
from nova_lite.virt.driver import ComputeDriver, HostResources

LOG = logging.getLogger(__name__)

AUDIT_EVERY = 10


class ResourceTracker:
    """One per nova-compute. Every method may be called from any thread. `service_id` goes into the node's record."""

    service_id: int | None = None

    def __init__(self, host: str, driver: ComputeDriver, provider: NodeProvider) -> None:
        self._host = host
        self._driver = driver
        self._provider = provider
        self._lock = threading.RLock()
        self._write_lock = threading.RLock()
        self._usages: dict[str, Usage] = {}
        self._claimed: set[str] = set()
        self._resources: HostResources | None = None
        self._node: ComputeNode | None = None
        self._failed_builds = 0
        self._changed_at: float | None = None
        self._is_written = False
        self._written_at = float("-inf")
        self._runs = 0

    @property
    def node(self) -> ComputeNode:
        """The compute node record as last saved; refresh() has run once."""
        if self._node is None:
            raise exception.ComputeHostNotFound(host=self._host)
        return self._node

    def uuids(self) -> list[str]:
        """Uuids of the servers on this host, builds included."""
        with self._lock:
            return sorted(self._usages)

    def count_in_state(self, vm_state: str) -> int:
        """How many servers of this host are in a vm_state, as far as this process knows."""
        with self._lock:
            return sum(1 for usage in self._usages.values() if usage.vm_state == vm_state)

    def refresh(self, context: RequestContext) -> None:
        """Measure the host and report what changed; now and then compare the books with the database too."""
        audit = self._runs % AUDIT_EVERY == 0
        resources = self._driver.get_host_resources()
        if audit:
            self._load(store.current().get_instances_by_host(context, self._host))
        with self._lock:
            self._resources = resources
        self._sync_provider(context, audit)
        with self._lock:
            self._note_change()
        self.save_if_changed(context)
        if audit and not self._provider.is_new:
            self._remove_stale_allocations(context)
        self._runs += 1

    def place(self, instance: Instance) -> None:
        """Set host, node, compute_id and launched_on of a new server (not saved here)."""
        node = self.node
        instance.host = self._host
        instance.launched_on = self._host
        instance.node = node.hypervisor_hostname
        instance.compute_id = node.id

    def claim(self, instance: Instance) -> Claim:
        """Take a new server on the books, for the length of its build."""
        usage = usage_of(instance)
        with self._lock:
            self._claimed.add(instance.uuid)
            if usage is not None:
                self._usages[instance.uuid] = usage
            self._note_change()
        LOG.debug("Instance %s is claimed on node %s", instance.uuid, instance.node)
        return Claim(lambda keep: self._end_claim(instance.uuid, keep))

    def update(self, instance: Instance, coming: VmState | None = None) -> None:
        """Note a server's new state or size, for the next record. `coming`: the state that its task will end in."""
        usage = usage_of(instance)
        with self._lock:
            before = self._usages.pop(instance.uuid, None)
            if usage is not None and instance.host == self._host:
                settled = usage if coming is None else replace(usage, vm_state=coming, task_state=None)
                self._usages[instance.uuid] = settled
            if self._usages.get(instance.uuid) != before:
                self._note_change()

    def remove(self, uuid: str) -> None:
        """Take a server off the books. Idempotent."""
        with self._lock:
            if self._usages.pop(uuid, None) is not None:
                self._note_change()

    def _note_change(self) -> None:
        """The books say something that the record does not; called with the lock."""
        if self._changed_at is None:
            self._changed_at = time.monotonic()

    def save_if_changed(self, context: RequestContext, age_s: float = 0.0) -> None:
        """Write the compute node's record if the books changed at least `age_s` seconds ago."""
        with self.record(age_s=age_s) as record:
            if record is not None:
                record.id = store.current().save_compute_node(context, record).id
                LOG.debug("Compute node record of %s is saved", self._host)

    @contextmanager
    def record(self, pause_s: float = 0.0, age_s: float = 0.0) -> Iterator[ComputeNode | None]:
        """The record to write inside the block, which raises if that fails; None when there is nothing to write.

        One is written at a time, so that none comes after a newer one, not within `pause_s` seconds of the last, and
        not before its news is `age_s` seconds old. What is not written now is written with the next.
        """
        record = self._begin_record(pause_s, age_s)
        is_saved = False
        try:
            yield record
            is_saved = True
        finally:
            if record is not None:
                self._end_record(record, is_saved)

    def _begin_record(self, pause_s: float, age_s: float) -> ComputeNode | None:
        with self._lock:
            if self._changed_at is None or self._is_written or self._resources is None:
                return None
            now = time.monotonic()
            if now - self._written_at < pause_s or now - self._changed_at < age_s:
                return None
            self._changed_at = None
            record = node_record.compute_node(
                self._host, self._resources, self._usages.values(), self._provider.inventories, self._failed_builds
            )
            record.service_id = self.service_id
            if self._node is not None:
                record.id = self._node.id
                if not node_record.differs(record, self._node):
                    return None
            self._is_written = True
            return record

    def _end_record(self, record: ComputeNode, is_saved: bool) -> None:
        with self._lock:
            self._is_written = False
            self._written_at = time.monotonic()
            if is_saved:
                self._node = record
            else:
                self._note_change()

    def build_failed(self) -> None:
        """Count one more failed build in a row, for the scheduler's weigher."""
        if CONF.compute.consecutive_build_service_disable_threshold:
            with self._lock:
                self._failed_builds += 1
                self._note_change()

    def build_succeeded(self) -> None:
        """A build worked: the host is trusted again."""
        with self._lock:
            if self._failed_builds:
                self._note_change()
            self._failed_builds = 0

    def set_disabled(self, context: RequestContext, disabled: bool) -> None:
        """Mirror the service's disabled flag to Placement. Errors as NodeProvider.set_disabled()."""
        with self._write_lock:
            if self._provider.is_disabled != disabled or not self._provider.inventories:
                self._provider.set_disabled(context, self.node.uuid, disabled)

    def _end_claim(self, uuid: str, keep: bool) -> None:
        with self._lock:
            self._claimed.discard(uuid)
        if not keep:
            self.remove(uuid)

    def _load(self, instances: list[Instance]) -> None:
        """Replace the books by what the database says; builds that are under way stay."""
        found = {instance.uuid: usage for instance in instances if (usage := usage_of(instance)) is not None}
        with self._lock:
            under_way = {uuid: self._usages[uuid] for uuid in self._claimed if uuid in self._usages}
            self._usages = {**found, **under_way}

    def _sync_provider(self, context: RequestContext, audit: bool) -> None:
        """Report to Placement. When it does not answer, the next run tries again."""
        with self._write_lock:
            if audit:
                self._provider.forget()
            try:
                self._provider.sync(context, self._measured())
            except exception.NovaException as error:
                self._provider.forget()
                LOG.error("Resource provider of %s is not up to date: %s", self._host, error)

    def _measured(self) -> HostResources:
        if self._resources is None:
            raise exception.ComputeHostNotFound(host=self._host)
        return self._resources

    def _remove_stale_allocations(self, context: RequestContext) -> None:
        """Give back what deleted servers still hold of this host, for example after a delete while it was down."""
        try:
            held = allocations.of_provider(context, self._measured().uuid)
            unknown = sorted(set(held) - set(self.uuids()))
            if unknown:
                remove_allocations_of_deleted(context, self._host, unknown, self._is_known)
        except exception.NovaException as error:
            LOG.warning("Allocations of %s were not checked: %s", self._host, error)

    def _is_known(self, uuid: str) -> bool:
        with self._lock:
            return uuid in self._usages


def _is_given_up(instance: Instance) -> bool:
    """True for a server that failed to be built: it has no host and gets none."""
    return instance.vm_state == VmState.ERROR and instance.host is None and instance.task_state is None


def remove_allocations_of_deleted(
    context: RequestContext, host: str, uuids: list[str], is_known: Callable[[str], bool]
) -> None:
    """Delete the allocations of those servers that are deleted; others are building, moving or not ours to judge.

    A server that the database does not know may be between scheduling and its first record: it is left alone.
    """
    found = store.current().get_instances_by_host(context, host, uuids=uuids, read_deleted=True)
    for instance in found:
        if (instance.deleted or _is_given_up(instance)) and not is_known(instance.uuid):
            LOG.info("Instance %s is deleted or was given up but held resources of %s", instance.uuid, host)
            allocations.delete(context, instance.uuid)
        elif instance.host != host:
            LOG.info("Instance %s holds resources of %s but is on %s", instance.uuid, host, instance.host)
