# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""This host's resource provider in Placement: made, and kept in step with what the driver measures.

What was written is remembered, so that a run which finds nothing new sends nothing. Ratios that no option sets and
traits that are not ours belong to the operator and are kept.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.compute.claims import MIB_PER_GIB
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.placement import client
from nova_lite.placement.model import Inventory
from nova_lite.placement.providers import Providers
from nova_lite.virt.driver import HostResources

LOG = logging.getLogger(__name__)

DISABLED_TRAIT = "COMPUTE_STATUS_DISABLED"
ALWAYS = frozenset({"COMPUTE_NODE", "OWNER_NOVA"})
_OUR_PREFIXES = ("COMPUTE_", "HW_CPU_", "HW_ARCH_")


@dataclass(frozen=True, slots=True)
class _Row:
    """How one resource class is filled from measured resources and options."""

    resource_class: str
    total: Callable[[HostResources], int]
    reserved: Callable[[], int]
    ratio: Callable[[], float | None]
    initial_ratio: Callable[[], float]


_ROWS = (
    _Row(
        "VCPU",
        lambda found: found.vcpus,
        lambda: CONF.reserved_host_cpus,
        lambda: CONF.cpu_allocation_ratio,
        lambda: CONF.initial_cpu_allocation_ratio,
    ),
    _Row(
        "MEMORY_MB",
        lambda found: found.memory_mb,
        lambda: CONF.reserved_host_memory_mb,
        lambda: CONF.ram_allocation_ratio,
        lambda: CONF.initial_ram_allocation_ratio,
    ),
    _Row(
        "DISK_GB",
        lambda found: found.local_gb,
        lambda: math.ceil(CONF.reserved_host_disk_mb / MIB_PER_GIB),
        lambda: CONF.disk_allocation_ratio,
        lambda: CONF.initial_disk_allocation_ratio,
    ),
)


def inventories_for(resources: HostResources, present: dict[str, Inventory]) -> dict[str, Inventory]:
    """The inventories to write: option ratios win, then those already in Placement, then the initial ones."""
    wanted = {}
    for row in _ROWS:
        total = row.total(resources)
        if total <= 0:
            continue
        kept = present.get(row.resource_class)
        ratio = row.ratio() or (kept.allocation_ratio if kept else None) or row.initial_ratio()
        wanted[row.resource_class] = Inventory(
            total=total,
            reserved=min(row.reserved(), total),
            min_unit=1,
            max_unit=total,
            step_size=1,
            allocation_ratio=ratio,
        )
    return wanted


def traits_for(resources: HostResources) -> frozenset[str]:
    """The traits that this host should carry, apart from its enabled state."""
    return (ALWAYS | resources.traits) - {DISABLED_TRAIT}


def is_ours(trait: str) -> bool:
    """True for a trait that we take away when the host lost it; all others are left to who set them."""
    return trait != DISABLED_TRAIT and trait.startswith(_OUR_PREFIXES)


class NodeProvider:
    """The provider of this host's compute node. Not thread-safe: the resource tracker serialises calls.

    is_new: nobody had it before the last sync(), so that nothing can be allocated of it.
    """

    def __init__(self, providers: Providers) -> None:
        self._providers = providers
        self._inventories: dict[str, Inventory] | None = None
        self._traits: frozenset[str] | None = None
        self._unknown: frozenset[str] = frozenset()
        self.is_new = False

    @property
    def inventories(self) -> dict[str, Inventory]:
        """Inventories as last read or written; empty before the first sync()."""
        return self._inventories or {}

    @property
    def is_disabled(self) -> bool:
        """True when the provider carried the mark of a disabled service when it was last looked at."""
        return DISABLED_TRAIT in (self._traits or ())

    def forget(self) -> None:
        """Read everything from Placement again at the next sync()."""
        self._inventories = None
        self._traits = None
        self._unknown = frozenset()

    def sync(self, context: RequestContext, resources: HostResources) -> None:
        """Bring Placement up to date; sends nothing when nothing changed since the last time.

        Raises PeerUnavailable, InventoryInUse, ResourceProviderUpdateConflict, ResourceProviderInvalid.
        """
        uuid = resources.uuid
        self.is_new = False
        if self._inventories is None or self._traits is None:
            self._inventories, self._traits = self._read(context, resources)
        wanted = inventories_for(resources, self._inventories)
        if wanted != self._inventories:
            self._providers.set_inventories(context, uuid, wanted)
            self._inventories = wanted
            LOG.info("Inventory of provider %s is now %s", uuid, _text(wanted))
        self._sync_traits(context, uuid, traits_for(resources))

    def _read(self, context: RequestContext, resources: HostResources) -> tuple[dict[str, Inventory], frozenset[str]]:
        """Inventories and traits as they are; the provider is made if it is missing, and then has none."""
        try:
            inventories = self._providers.inventories(context, resources.uuid)
        except exception.ResourceProviderNotFound:
            made = self._providers.create(context, resources.uuid, resources.hypervisor_hostname)
            if made.generation == 0:
                self.is_new = True
                return {}, frozenset()
            inventories = self._providers.inventories(context, resources.uuid)
        return inventories, self._providers.traits(context, resources.uuid)

    def set_disabled(self, context: RequestContext, uuid: str, disabled: bool) -> None:
        """Mirror the service's disabled flag, which keeps the scheduler away. Idempotent. Errors as sync()."""
        mark = {DISABLED_TRAIT}
        self._traits = self._providers.change_traits(
            context, uuid, add=mark if disabled else (), remove=() if disabled else mark
        )
        LOG.info("Provider %s is %s", uuid, "disabled" if disabled else "enabled")

    def _sync_traits(self, context: RequestContext, uuid: str, wanted: frozenset[str]) -> None:
        present = self._traits or frozenset()
        missing = wanted - present - self._unknown
        surplus = {trait for trait in present - wanted if is_ours(trait)}
        if not missing and not surplus:
            return
        try:
            self._change_traits(context, uuid, missing, surplus)
        except exception.ResourceProviderInvalid:
            unknown = missing - client.known_traits(context, missing)
            if not unknown:
                raise
            LOG.info("Placement does not know the traits %s; they are left out", ", ".join(sorted(unknown)))
            self._unknown |= unknown
            self._change_traits(context, uuid, missing - unknown, surplus)

    def _change_traits(self, context: RequestContext, uuid: str, add: frozenset[str], remove: set[str]) -> None:
        self._traits = self._providers.change_traits(context, uuid, add, remove, known=self._traits)
        LOG.info("Provider %s has %d traits now", uuid, len(self._traits))


def _text(inventories: dict[str, Inventory]) -> str:
    return ", ".join(
        f"{name} {one.total} (reserved {one.reserved}, ratio {one.allocation_ratio})"
        for name, one in sorted(inventories.items())
    )
