# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""From a request spec to the question for placement: amounts, traits, aggregates. Pure functions."""

import math
import re
from collections import defaultdict

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.placement.model import CandidateRequest, RequestGroup, Resources
from nova_lite.scheduler import translation

CPUS = frozenset({"VCPU", "PCPU"})
_SUFFIX = r"([A-Za-z0-9_-]{1,64})?"
_RESOURCE_KEY = re.compile(rf"resources{_SUFFIX}:([A-Z0-9_]+)")
_TRAIT_KEY = re.compile(rf"trait{_SUFFIX}:([A-Z0-9_]+)")


def candidate_request(
    spec: RequestSpec, in_tree: str | None, limit: int | None, pinned: bool = True
) -> CandidateRequest:
    """The question that finds hosts for one server of this request.

    Without `pinned` plain CPUs are asked for in place of pinned ones: hosts that do not offer those apart.
    """
    overrides, required, forbidden = _flavor_groups(spec.flavor.extra_specs or {})
    required[""] |= {*_image_traits(spec), *translation.required_traits(spec)}
    threads = translation.cpus(spec).threads
    if pinned and threads is not None:
        (required if threads else forbidden)[""].add(translation.HYPERTHREADING)
    given = {name for amounts in overrides.values() for name in amounts}
    if given & CPUS:
        given |= CPUS
    own = {name: amount for name, amount in server_resources(spec, pinned).items() if name not in given}
    plain = RequestGroup(
        resources=_strip({**own, **overrides.pop("", {})}),
        required_traits=frozenset(required.pop("", set())),
        forbidden_traits=frozenset(forbidden.pop("", set())),
        member_of=tuple(frozenset(wanted) for wanted in spec.member_of),
        forbidden_aggregates=frozenset(spec.forbidden_aggregates),
        in_tree=in_tree,
    )
    granular = {
        suffix: RequestGroup(
            resources=_strip(overrides.get(suffix, {})),
            required_traits=frozenset(required.get(suffix, set())),
            forbidden_traits=frozenset(forbidden.get(suffix, set())),
        )
        for suffix in sorted({*overrides, *required, *forbidden})
    }
    policy = (spec.flavor.extra_specs or {}).get("group_policy")
    return CandidateRequest(
        group=plain,
        granular=granular,
        root_required=frozenset(spec.root_required_traits),
        root_forbidden=frozenset(spec.root_forbidden_traits),
        group_policy=policy if policy in ("none", "isolate") else None,
        limit=limit,
    )


def server_resources(spec: RequestSpec, pinned: bool = True) -> Resources:
    """CPUs, MEMORY_MB (MiB), DISK_GB (GiB) and special ones; a volume-backed server has no root disk here."""
    flavor = spec.flavor
    disk_gb = flavor.ephemeral_gb + math.ceil(flavor.swap / 1024) + (0 if spec.is_bfv else flavor.root_gb)
    cpus = translation.cpus(spec)
    amounts = {"VCPU": cpus.shared, "PCPU": cpus.pinned}
    if not pinned:
        amounts = {"VCPU": cpus.shared + cpus.pinned}
    return _strip({**amounts, "MEMORY_MB": flavor.memory_mb, "DISK_GB": disk_gb, **translation.special_resources(spec)})


def _strip(resources: Resources) -> Resources:
    return {name: amount for name, amount in resources.items() if amount}


def _flavor_groups(
    extra_specs: dict[str, str],
) -> tuple[dict[str, Resources], dict[str, set[str]], dict[str, set[str]]]:
    """Resource overrides, required traits and forbidden traits of the flavor, each by group suffix."""
    overrides: dict[str, Resources] = defaultdict(dict)
    traits: dict[str, dict[str, set[str]]] = {"required": defaultdict(set), "forbidden": defaultdict(set)}
    for key, value in extra_specs.items():
        if (found := _RESOURCE_KEY.fullmatch(key)) and value.isdigit():
            overrides[found[1] or ""][found[2]] = int(value)
        elif (found := _TRAIT_KEY.fullmatch(key)) and value in traits:
            traits[value][found[1] or ""].add(found[2])
    return overrides, traits["required"], traits["forbidden"]


def _image_traits(spec: RequestSpec) -> list[str]:
    if spec.image is None:
        return []
    return [
        key.removeprefix("trait:")
        for key, value in spec.image.properties.items()
        if key.startswith("trait:") and value == "required"
    ]
