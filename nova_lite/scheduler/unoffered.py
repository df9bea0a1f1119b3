# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Why Placement does not offer a compute node: its answer lists only what fits, so the rest is compared here.

Pure functions over what Placement says of the node's providers. Conditions are looked at one by one; a node that fails
only their combination is told as such.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nova_lite.placement.model import CandidateRequest, Inventory, RequestGroup, Resources

TOGETHER = "each condition is met alone, but no provider meets them together"


@dataclass(frozen=True, slots=True)
class Facts:
    """What Placement knows of one provider of a compute node."""

    inventories: dict[str, Inventory] = field(default_factory=dict)
    usages: Resources = field(default_factory=dict)
    traits: frozenset[str] = frozenset()
    aggregates: frozenset[str] = frozenset()

    def free(self, name: str) -> int:
        """How much of a class is left."""
        return int(self.inventories[name].capacity) - self.usages.get(name, 0)


def reasons(asked: CandidateRequest, node_uuid: str, providers: Sequence[Facts]) -> list[str]:
    """Every condition that the node fails; `providers` are its own, the root first."""
    if not providers:
        return ["Placement has no provider of this node"]
    if asked.group.in_tree and asked.group.in_tree != node_uuid:
        return ["the request is for another node"]
    root = providers[0]
    found = [
        *(f"trait {name} is missing" for name in sorted(asked.root_required - root.traits)),
        *(f"trait {name} is set" for name in sorted(asked.root_forbidden & root.traits)),
    ]
    for group in (asked.group, *asked.granular.values()):
        found += _group(group, providers)
    return list(dict.fromkeys(found)) or [TOGETHER]


def _group(group: RequestGroup, providers: Sequence[Facts]) -> list[str]:
    found = [reason for name, amount in sorted(group.resources.items()) if (reason := _amount(name, amount, providers))]
    present = frozenset(trait for one in providers for trait in one.traits)
    found += [f"trait {name} is missing" for name in sorted(group.required_traits - present)]
    found += [f"trait {name} is set" for name in sorted(group.forbidden_traits & providers[0].traits)]
    aggregates = providers[0].aggregates
    for wanted in group.member_of:
        if not wanted & aggregates:
            found.append(f"it is in none of the aggregates {', '.join(sorted(wanted))}")
    found += [f"it is in aggregate {uuid}" for uuid in sorted(group.forbidden_aggregates & aggregates)]
    return found


def _amount(name: str, amount: int, providers: Sequence[Facts]) -> str | None:
    """What is wrong with the amount of a class, judged by the provider that has most of it."""
    having = [one for one in providers if name in one.inventories]
    if not having:
        return f"{name}: {amount} wanted, the host has none"
    best = max(having, key=lambda one: one.free(name))
    inventory = best.inventories[name]
    if best.free(name) < amount:
        return f"{name}: {amount} wanted, {best.free(name)} free of {int(inventory.capacity)}"
    if not inventory.min_unit <= amount <= inventory.max_unit:
        return f"{name}: {amount} wanted, one server may have {inventory.min_unit} to {inventory.max_unit}"
    if amount % inventory.step_size:
        return f"{name}: {amount} wanted, amounts go in steps of {inventory.step_size}"
    return None
