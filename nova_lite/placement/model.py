# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Values that Placement takes and gives: providers, inventories, allocations, candidates, requests for candidates.

Amounts are in the units of their resource class (VCPU counts, MEMORY_MB in MiB, DISK_GB in GiB). No HTTP here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib import parse

Resources = dict[str, int]
"""Amount by resource class."""

Allocations = dict[str, Resources]
"""Resources by provider uuid: what one consumer holds."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A resource provider; `generation` counts its changes."""

    uuid: str
    name: str
    generation: int
    root_uuid: str
    parent_uuid: str | None = None

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "Provider":
        """Read Placement's form."""
        return cls(
            uuid=body["uuid"],
            name=body["name"],
            generation=body["generation"],
            root_uuid=body.get("root_provider_uuid") or body["uuid"],
            parent_uuid=body.get("parent_provider_uuid"),
        )


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a provider has of one class; usable is (total - reserved) x allocation_ratio."""

    total: int
    reserved: int = 0
    min_unit: int = 1
    max_unit: int = 2147483647
    step_size: int = 1
    allocation_ratio: float = 1.0

    @property
    def capacity(self) -> float:
        """How much can be allocated in sum."""
        return (self.total - self.reserved) * self.allocation_ratio

    def to_json(self) -> dict[str, Any]:
        """Placement's form."""
        return {
            "total": self.total,
            "reserved": self.reserved,
            "min_unit": self.min_unit,
            "max_unit": self.max_unit,
            "step_size": self.step_size,
            "allocation_ratio": self.allocation_ratio,
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "Inventory":
        """Read Placement's form."""
        return cls(
            total=body["total"],
            reserved=body["reserved"],
            min_unit=body["min_unit"],
            max_unit=body["max_unit"],
            step_size=body["step_size"],
            allocation_ratio=body["allocation_ratio"],
        )


@dataclass(frozen=True, slots=True)
class Usage:
    """Capacity and use of one resource class of a provider."""

    capacity: int
    used: int


@dataclass(frozen=True, slots=True)
class ProviderSummary:
    """A provider that takes part in a candidate, with its usage and traits."""

    uuid: str
    root_uuid: str
    parent_uuid: str | None = None
    usages: dict[str, Usage] = field(default_factory=dict)
    traits: frozenset[str] = frozenset()

    @classmethod
    def from_json(cls, uuid: str, body: Mapping[str, Any]) -> "ProviderSummary":
        """Read Placement's form."""
        usages = {
            name: Usage(amounts["capacity"], amounts["used"]) for name, amounts in body.get("resources", {}).items()
        }
        return cls(
            uuid=uuid,
            root_uuid=body.get("root_provider_uuid") or uuid,
            parent_uuid=body.get("parent_provider_uuid"),
            usages=usages,
            traits=frozenset(body.get("traits", ())),
        )


@dataclass(frozen=True, slots=True)
class AllocationCandidate:
    """One way to satisfy a request; `mappings` lists the providers of each request group suffix."""

    allocations: Allocations
    mappings: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "AllocationCandidate":
        """Read Placement's form."""
        return cls(allocations_from_json(body["allocations"]), dict(body.get("mappings") or {}))


@dataclass(frozen=True, slots=True)
class Candidates:
    """The answer to a request: candidates in Placement's order, and the providers in them by uuid."""

    candidates: tuple[AllocationCandidate, ...] = ()
    providers: dict[str, ProviderSummary] = field(default_factory=dict)

    def by_root(self) -> dict[str, list[AllocationCandidate]]:
        """Candidates by the uuid of their compute node: the root of the providers they use.

        A candidate that uses a sharing provider too is listed under every root it touches.
        """
        found: dict[str, list[AllocationCandidate]] = {}
        for candidate in self.candidates:
            roots = dict.fromkeys(self.providers[uuid].root_uuid for uuid in candidate.allocations)
            for root in roots:
                found.setdefault(root, []).append(candidate)
        return found


@dataclass(frozen=True, slots=True)
class Consumer:
    """Who holds what; `generation` is None for a consumer that Placement has not seen."""

    uuid: str
    allocations: Allocations
    project_id: str
    user_id: str
    generation: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The body of PUT /allocations/{uuid}, and one value of POST /allocations."""
        return {
            "allocations": {uuid: {"resources": resources} for uuid, resources in self.allocations.items()},
            "project_id": self.project_id,
            "user_id": self.user_id,
            "consumer_generation": self.generation,
        }


def allocations_from_json(body: Mapping[str, Any]) -> Allocations:
    """Resources by provider, from Placement's form."""
    return {uuid: dict(entry["resources"]) for uuid, entry in body.items()}


@dataclass(frozen=True, slots=True)
class RequestGroup:
    """Resources and traits that one provider must give together; the group without suffix may be spread.

    `member_of` is a list of sets of aggregate uuids: all sets must match, within a set one is enough.
    """

    resources: Resources = field(default_factory=dict)
    required_traits: frozenset[str] = frozenset()
    forbidden_traits: frozenset[str] = frozenset()
    member_of: tuple[frozenset[str], ...] = ()
    forbidden_aggregates: frozenset[str] = frozenset()
    in_tree: str | None = None

    def parameters(self, suffix: str = "") -> list[tuple[str, str]]:
        """Query parameters of this group; classes with amount 0 are left out."""
        found = []
        amounts = [f"{name}:{amount}" for name, amount in sorted(self.resources.items()) if amount]
        if amounts:
            found.append((f"resources{suffix}", ",".join(amounts)))
        if traits := trait_list(self.required_traits, self.forbidden_traits):
            found.append((f"required{suffix}", traits))
        for wanted in self.member_of:
            found.append((f"member_of{suffix}", "in:" + ",".join(sorted(wanted))))
        if self.forbidden_aggregates:
            listed = ",".join(sorted(self.forbidden_aggregates))
            found.append((f"member_of{suffix}", f"!in:{listed}"))
        if self.in_tree:
            found.append((f"in_tree{suffix}", self.in_tree))
        return found


@dataclass(frozen=True, slots=True)
class CandidateRequest:
    """A whole question to GET /allocation_candidates; `granular` maps a suffix to its group."""

    group: RequestGroup
    granular: dict[str, RequestGroup] = field(default_factory=dict)
    root_required: frozenset[str] = frozenset()
    root_forbidden: frozenset[str] = frozenset()
    group_policy: str | None = None
    same_subtree: tuple[frozenset[str], ...] = ()
    limit: int | None = None

    def query(self) -> str:
        """The query string, sorted, so that equal requests look alike in logs."""
        found = self.group.parameters()
        for suffix, group in self.granular.items():
            found += group.parameters(suffix)
        if root := trait_list(self.root_required, self.root_forbidden):
            found.append(("root_required", root))
        policy = self.group_policy or ("none" if len(self.granular) > 1 else None)
        if policy:
            found.append(("group_policy", policy))
        found += [("same_subtree", ",".join(sorted(tree))) for tree in self.same_subtree]
        if self.limit is not None:
            found.append(("limit", str(self.limit)))
        return parse.urlencode(sorted(found))


def trait_list(required: Iterable[str], forbidden: Iterable[str]) -> str:
    """Placement's comma list: required traits, then forbidden ones with an exclamation mark."""
    return ",".join([*sorted(required), *(f"!{name}" for name in sorted(forbidden))])
