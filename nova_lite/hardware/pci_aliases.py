# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Names by which flavors ask for PCI devices, from the texts of [pci]alias. Pure functions."""

import json
from collections.abc import Iterable
from typing import Any

from nova_lite import exception


def parse(texts: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Descriptions of devices by alias; one text holds an object or a list of them. Raises ConfigInvalid."""
    found: dict[str, list[dict[str, Any]]] = {}
    for text in texts:
        try:
            value = json.loads(text)
        except ValueError as error:
            raise exception.ConfigInvalid(reason=f"[pci]alias: {text} is no JSON") from error
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict) or not isinstance(one.get("name"), str):
                raise exception.ConfigInvalid(reason=f"[pci]alias: {text} has no name")
            found.setdefault(one["name"], []).append(one)
    return found


def wanted(extra_spec: str) -> dict[str, int]:
    """Count by alias from a text such as gpu:1,nic:2. Raises Invalid."""
    found: dict[str, int] = {}
    for item in filter(None, (part.strip() for part in extra_spec.split(","))):
        name, _, count = item.partition(":")
        if not name or not count.isdecimal() or int(count) < 1:
            raise exception.Invalid(f"'{item}' of pci_passthrough:alias is not alias:count.")
        found[name] = found.get(name, 0) + int(count)
    return found


def check(extra_spec: str, texts: Iterable[str]) -> None:
    """Raise Invalid for an alias that is not configured."""
    known = parse(texts)
    for name in wanted(extra_spec):
        if name not in known:
            raise exception.Invalid(f"PCI alias {name} is not defined")
