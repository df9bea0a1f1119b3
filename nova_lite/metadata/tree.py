# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""From a path to a document: EC2 and OpenStack trees, listings included."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nova_lite.guestdata import ec2, openstack
from nova_lite.guestdata.model import GuestData

JSON_FILES = frozenset({"meta_data.json", "vendor_data.json", "vendor_data2.json"})


@dataclass(frozen=True, slots=True)
class Document:
    """An answer: bytes and their type."""

    content: bytes
    content_type: str = "text/plain"


def find(data: GuestData, path: str, password: Callable[[], str]) -> Document | None:
    """The document at a path, None when there is none."""
    parts = [part for part in path.split("/") if part]
    if not parts:
        return _text([*ec2.VERSIONS, ec2.LATEST])
    if parts[0] == "openstack":
        return _openstack(data, parts[1:], password)
    return _ec2(data, parts[1:] if parts[0] == "ec2" else parts)


def _text(lines: list[str]) -> Document:
    return Document("\n".join(lines).encode())


def _ec2(data: GuestData, parts: list[str]) -> Document | None:
    if not parts:
        return _text([*ec2.VERSIONS, ec2.LATEST])
    value: Any = ec2.tree(data, parts[0])
    for part in parts[1:]:
        value = value.get(part) if isinstance(value, dict) else None
    if value is None:
        return None
    if isinstance(value, bytes):
        return Document(value)
    if isinstance(value, dict):
        return _text(_listing(value))
    return _text(value if isinstance(value, list) else [str(value)])


def _listing(tree: dict[str, Any]) -> list[str]:
    lines = []
    for key in sorted(tree):
        value = tree[key]
        if key == ec2.NAME:
            continue
        if isinstance(value, dict):
            lines.append(str(value.get(ec2.NAME) or f"{key}/"))
        else:
            lines.append(key)
    return lines


def _openstack(data: GuestData, parts: list[str], password: Callable[[], str]) -> Document | None:
    if not parts:
        return _text(openstack.versions())
    if parts[0] == "content":
        found = data.content_paths().get(parts[1]) if len(parts) == 2 else None
        return Document(found[1]) if found else None
    version, names = parts[0], parts[1:]
    if openstack.rank(version) is None or len(names) > 1:
        return None
    if not names:
        return _text(openstack.listing(data, version))
    if names[0] == "password":
        return Document(password().encode()) if openstack.offers(version, openstack.GRIZZLY) else None
    content = openstack.document(data, version, names[0])
    if content is None:
        return None
    return Document(content, "application/json" if names[0] in JSON_FILES else "text/plain")
