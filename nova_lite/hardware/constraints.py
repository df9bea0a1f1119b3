# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which wishes of flavor and image about CPUs, NUMA nodes and memory pages contradict each other.

The API asks before it accepts a request, so that the user learns of it at once. Whether a host can fulfil the wishes is
for the scheduler's filters to say, whether this release can, for unsupported.py. Pure functions.
"""

import re

from nova_lite import exception
from nova_lite.hardware import cpu_sets, topology
from nova_lite.hardware.unsupported import flag
from nova_lite.hardware.wishes import Wishes

POLICIES = ("shared", "dedicated", "mixed")
THREAD_POLICIES = ("prefer", "isolate", "require")
EMULATOR_POLICIES = ("isolate", "share")
AFFINITY_POLICIES = ("required", "preferred", "legacy", "socket")
PAGE_NAMES = ("small", "large", "any")
PINNED = ("dedicated", "mixed")
_PAGE_SIZE = re.compile(r"\d+([kKMGT]i?)?(b|bit|B)?")


def check(wishes: Wishes) -> None:
    """Raise Invalid for the first contradiction; its text names what contradicts what."""
    topology.choose(wishes.vcpus, wishes.extra_specs, wishes.properties)
    policy = cpu_policy(wishes)
    _check_threads(wishes, policy)
    _check_masks(wishes, policy)
    pages = page_size(wishes)
    _check_nodes(wishes)
    _agreed(wishes, "pci_numa_affinity_policy", AFFINITY_POLICIES)
    _check_locked(wishes, pages)


def _agreed(wishes: Wishes, name: str, allowed: tuple[str, ...]) -> None:
    """Neither has a value that is not allowed, and both have the same if both have one."""
    flavor, image = wishes.pair(name)
    for value in (flavor, image):
        if value is not None and value not in allowed:
            raise exception.Invalid(f"Invalid value '{value}' of {name}: it must be one of {', '.join(allowed)}.")
    if flavor and image and flavor != image:
        raise _overridden(name, flavor, image)


def _overridden(name: str, flavor: str | None, image: str | None) -> exception.Invalid:
    return exception.Invalid(f"Image property hw_{name}={image} is not permitted: the flavor has hw:{name}={flavor}.")


def cpu_policy(wishes: Wishes) -> str | None:
    """shared, dedicated or mixed, None when neither says. Raises Invalid when the image asks for more than allowed."""
    flavor, image = wishes.pair("cpu_policy")
    for value in (flavor, image):
        if value is not None and value not in POLICIES:
            raise exception.Invalid(f"Invalid CPU policy '{value}': it must be one of {', '.join(POLICIES)}.")
    if (flavor == "shared" and image in PINNED) or (flavor == "mixed" and image == "dedicated"):
        raise _overridden("cpu_policy", flavor, image)
    return flavor or image


def _check_threads(wishes: Wishes, policy: str | None) -> None:
    flavor, image = wishes.pair("cpu_thread_policy")
    for value in (flavor, image):
        if value is not None and value not in THREAD_POLICIES:
            raise exception.Invalid(f"Invalid CPU thread policy '{value}'.")
    if flavor not in (None, "prefer") and image not in (None, flavor):
        raise _overridden("cpu_thread_policy", flavor, image)
    if (flavor or image) and policy not in PINNED:
        raise exception.Invalid("A CPU thread policy needs the CPU policy dedicated or mixed.")
    emulator = wishes.extra_specs.get("hw:emulator_threads_policy")
    if emulator is not None and emulator not in EMULATOR_POLICIES:
        raise exception.Invalid(f"Invalid emulator threads policy '{emulator}'.")
    if emulator == "isolate" and policy not in PINNED:
        raise exception.Invalid("Isolated emulator threads need the CPU policy dedicated or mixed.")


def _check_masks(wishes: Wishes, policy: str | None) -> None:
    dedicated = wishes.extra_specs.get("hw:cpu_dedicated_mask")
    realtime = flag(wishes.extra_specs.get("hw:cpu_realtime"))
    flavor_mask, image_mask = wishes.pair("cpu_realtime_mask")
    mask = (flavor_mask or image_mask) if realtime else None
    if dedicated is not None:
        if policy != "mixed":
            raise exception.Invalid("hw:cpu_dedicated_mask needs the CPU policy mixed.")
        _check_subset("hw:cpu_dedicated_mask", dedicated, wishes.vcpus)
    if policy == "mixed" and not dedicated and not mask:
        raise exception.Invalid("The CPU policy mixed needs hw:cpu_dedicated_mask or a realtime mask.")
    if not realtime:
        return
    if policy not in PINNED:
        raise exception.Invalid("Realtime CPUs need the CPU policy dedicated or mixed.")
    if mask:
        _check_subset("the realtime mask", mask, wishes.vcpus)
    elif wishes.extra_specs.get("hw:emulator_threads_policy") not in EMULATOR_POLICIES:
        raise exception.Invalid("A realtime mask must leave at least one CPU that is not realtime.")


def _check_subset(name: str, mask: str, vcpus: int) -> None:
    if not 0 < len(cpu_sets.parse(mask, vcpus)) < vcpus:
        raise exception.Invalid(f"'{mask}' of {name} must name some but not all of the {vcpus} CPUs.")


def page_size(wishes: Wishes) -> str | None:
    """The wanted page size as written. Raises Invalid when the image asks though the flavor does not let it."""
    flavor, image = wishes.pair("mem_page_size")
    for value in (flavor, image):
        if value is not None and value not in PAGE_NAMES and not _PAGE_SIZE.fullmatch(value):
            raise exception.Invalid(f"Invalid memory page size '{value}'.")
    if image and flavor not in ("large", "any"):
        raise exception.Invalid(f"Page size {image} of the image is not permitted by the flavor's '{flavor}'.")
    return image or flavor


def _check_nodes(wishes: Wishes) -> None:
    """NUMA nodes come from one side, and their CPUs and memory are given for all or for none."""
    sides = [
        (values, prefix)
        for values, prefix in ((wishes.extra_specs, "hw:"), (wishes.properties, "hw_"))
        if any(key.startswith((f"{prefix}numa_nodes", f"{prefix}numa_cpus.", f"{prefix}numa_mem.")) for key in values)
    ]
    if len(sides) > 1:
        raise exception.Invalid("Image properties may not override the NUMA configuration of the flavor.")
    for values, prefix in sides:
        _check_layout(wishes, {key.removeprefix(prefix): str(value or "") for key, value in values.items()})


def _check_layout(wishes: Wishes, values: dict[str, str]) -> None:
    nodes = _number("numa_nodes", values.get("numa_nodes", "1"))
    cpus = {key: value for key, value in values.items() if key.startswith("numa_cpus.")}
    memory = {key: value for key, value in values.items() if key.startswith("numa_mem.")}
    if not cpus and not memory:
        if wishes.vcpus % nodes or wishes.memory_mb % nodes:
            raise exception.Invalid(
                f"{wishes.vcpus} CPUs and {wishes.memory_mb} MiB do not divide evenly into {nodes} NUMA nodes."
            )
        return
    numbers = {str(number) for number in range(nodes)}
    if any({key.partition(".")[2] for key in given} != numbers for given in (cpus, memory)):
        raise exception.Invalid(f"CPUs and memory must be given for each of the {nodes} NUMA nodes, and for no other.")
    total_mb = sum(_number(key, value) for key, value in memory.items())
    if total_mb != wishes.memory_mb:
        raise exception.Invalid(f"The NUMA nodes have {total_mb} MiB, the flavor {wishes.memory_mb} MiB.")
    listed = [cpu for value in cpus.values() for cpu in cpu_sets.parse(value)]
    if sorted(listed) != list(range(wishes.vcpus)):
        raise exception.Invalid(f"The NUMA nodes must hold each of the {wishes.vcpus} CPUs once.")


def _number(key: str, value: str) -> int:
    number = int(value) if value.isdecimal() else 0
    if number < 1:
        raise exception.Invalid(f"{key} must be a whole number above 0, not '{value}'.")
    return number


def _check_locked(wishes: Wishes, pages: str | None) -> None:
    """Locked memory is agreed by both sides and needs a page size, unless memory encryption locks it anyway."""
    flavor, image = wishes.pair("locked_memory")
    if flavor is not None and image is not None and flag(flavor) != flag(image):
        raise _overridden("locked_memory", flavor, image)
    encrypted = any(flag(value) for value in wishes.pair("mem_encryption"))
    if (flag(flavor) or flag(image)) and not pages and not encrypted:
        raise exception.Invalid("Locked memory needs a memory page size in the flavor.")
