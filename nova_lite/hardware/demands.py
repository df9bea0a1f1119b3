# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a flavor or an image asks of a host that only NUMA cells or PCI devices can give. Pure functions.

The scheduler's filters ask here; whether this release can give it is for unsupported.py to say.
"""

from collections.abc import Mapping

from nova_lite.hardware.unsupported import flag

_ANY_VALUE = ("numa_nodes", "mem_page_size", "cpu_dedicated_mask", "cpu_realtime_mask")
_ONE_OF = {"cpu_policy": ("dedicated", "mixed"), "emulator_threads_policy": ("isolate",)}


def numa(extra_specs: Mapping[str, str], properties: Mapping[str, str | None]) -> list[str]:
    """Each extra spec or image property, as key=value, that needs the host's NUMA cells or pinned CPUs."""
    found = []
    for name in _ANY_VALUE:
        found += _given(name, extra_specs, properties)
    for name, special in _ONE_OF.items():
        found += [item for item in _given(name, extra_specs, properties) if item.partition("=")[2] in special]
    if flag(extra_specs.get("hw:cpu_realtime")):
        found.append("hw:cpu_realtime=true")
    return found


def pci(extra_specs: Mapping[str, str]) -> list[str]:
    """Each alias:count of PCI devices that the flavor asks for."""
    return [item.strip() for item in extra_specs.get("pci_passthrough:alias", "").split(",") if item.strip()]


def _given(name: str, extra_specs: Mapping[str, str], properties: Mapping[str, str | None]) -> list[str]:
    pairs = ((f"hw:{name}", extra_specs.get(f"hw:{name}")), (f"hw_{name}", properties.get(f"hw_{name}")))
    return [f"{key}={value}" for key, value in pairs if value]
