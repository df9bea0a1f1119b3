# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Security groups and their rules in the form of old API versions."""

from collections.abc import Mapping
from typing import Any

from nova_lite.network.records import GroupRecord

_ANY_NETWORK = {"IPv4": "0.0.0.0/0", "IPv6": "::/0"}


def group(record: GroupRecord, names: Mapping[str, GroupRecord]) -> dict[str, Any]:
    """One group with the rules for incoming traffic. names: groups that rules may refer to, by id."""
    return {
        "id": record.id,
        "name": record.name,
        "description": record.description,
        "tenant_id": record.project_id,
        "rules": [rule(one, names) for one in record.rules if one.get("direction") == "ingress"],
    }


def rule(row: Mapping[str, Any], names: Mapping[str, GroupRecord]) -> dict[str, Any]:
    """One rule: who may come is a group or a network."""
    protocol = row.get("protocol")
    first, last = row.get("port_range_min"), row.get("port_range_max")
    if first is None and protocol and str(protocol).upper() in ("TCP", "UDP"):
        first, last = 1, 65535
    shown: dict[str, Any] = {
        "id": row["id"],
        "parent_group_id": row.get("security_group_id"),
        "ip_protocol": protocol,
        "from_port": -1 if first is None and str(protocol).upper() == "ICMP" else first,
        "to_port": -1 if last is None and str(protocol).upper() == "ICMP" else last,
        "group": {},
        "ip_range": {},
    }
    remote = row.get("remote_group_id")
    if remote:
        source = names.get(remote)
        shown["group"] = {"name": source.name, "tenant_id": source.project_id} if source else {}
    else:
        shown["ip_range"] = {
            "cidr": row.get("remote_ip_prefix") or _ANY_NETWORK.get(row.get("ethertype", ""), "0.0.0.0/0")
        }
    return shown
