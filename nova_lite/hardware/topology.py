# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""How a guest's virtual CPUs are arranged in sockets, cores and threads.

Flavor and image may each prefer numbers and set upper bounds; the image may not go beyond the flavor. Pure functions.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from nova_lite import exception

UNLIMITED = 65536
_PARTS = ("sockets", "cores", "threads")


@dataclass(frozen=True, slots=True)
class CpuTopology:
    """Sockets, cores per socket, threads per core."""

    sockets: int
    cores: int
    threads: int


def choose(vcpus: int, extra_specs: Mapping[str, str], properties: Mapping[str, str | None]) -> CpuTopology:
    """The arrangement of exactly `vcpus` CPUs that fits the bounds and meets most preferences.

    Among equals, more sockets win over more cores, and those over more threads. Raises Invalid when the image asks for
    more than the flavor allows or when nothing fits.
    """
    preferred, limits = _preferences(extra_specs, properties)
    fitting = [
        CpuTopology(*counts)
        for counts in itertools.product(*[_divisors(vcpus, limits[part]) for part in _PARTS])
        if counts[0] * counts[1] * counts[2] == vcpus
    ]
    if not fitting:
        raise exception.Invalid(f"No CPU topology of {vcpus} CPUs fits the limits of flavor and image.")

    def rank(candidate: CpuTopology) -> tuple[int, int, int, int]:
        met = sum(preferred[part] == getattr(candidate, part) for part in _PARTS)
        return met, candidate.sockets, candidate.cores, candidate.threads

    return max(fitting, key=rank)


def _preferences(
    extra_specs: Mapping[str, str], properties: Mapping[str, str | None]
) -> tuple[dict[str, int | None], dict[str, int]]:
    preferred: dict[str, int | None] = {}
    limits: dict[str, int] = {}
    flavor_prefers = any(_number(extra_specs, f"hw:cpu_{part}") for part in _PARTS)
    for part in _PARTS:
        flavor_limit = _number(extra_specs, f"hw:cpu_max_{part}") or UNLIMITED
        image_limit = _number(properties, f"hw_cpu_max_{part}")
        flavor_value = _number(extra_specs, f"hw:cpu_{part}")
        image_value = _number(properties, f"hw_cpu_{part}")
        for asked in (image_limit, image_value):
            if asked and asked > flavor_limit:
                raise exception.Invalid(f"Image asks for {asked} CPU {part}, the flavor allows {flavor_limit}.")
        limits[part] = image_limit or flavor_limit
        preferred[part] = flavor_value if flavor_prefers else image_value
    return preferred, limits


def _number(values: Mapping[str, str] | Mapping[str, str | None], key: str) -> int | None:
    value = values.get(key)
    if value is None:
        return None
    try:
        number = int(value)
    except ValueError:
        number = 0
    if number < 1:
        raise exception.Invalid(f"{key} must be a whole number above 0, not '{value}'.")
    return number


def _divisors(number: int, limit: int) -> list[int]:
    return [value for value in range(1, min(number, limit) + 1) if number % value == 0]
