# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Security groups and their rules in the form of old API versions."""

from collections.abc import Callable, Mapping
from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import Field, View, column
from nova_lite.network.records import GroupRecord

_ANY_NETWORK = {"IPv4": "0.0.0.0/0", "IPv6": "::/0"}
Row = Mapping[str, Any]
Groups = Mapping[str, GroupRecord]  # those that rules may refer to, by id
_WITH_PORTS = ("TCP", "UDP")
_BOUNDS = ("port_range_min", "port_range_max")


def _port(name: str, any_port: int) -> Callable[..., Any]:
    """A bound of the ports. Without bounds TCP and UDP have all ports, any other protocol all that it has (-1)."""

    def value(req: ApiRequest, row: Row, names: Groups) -> Any:
        protocol = row.get("protocol")
        if not protocol or any(row.get(bound) is not None for bound in _BOUNDS):
            return row.get(name)
        return any_port if protocol.upper() in _WITH_PORTS else -1

    return value


def _group(req: ApiRequest, row: Row, names: Groups) -> Any:
    """The group whose members may come."""
    source = names.get(row.get("remote_group_id") or "")
    return {"name": source.name, "tenant_id": source.project_id} if source else {}


def _network(req: ApiRequest, row: Row, names: Groups) -> Any:
    """The network that may come, if it is no group."""
    if row.get("remote_group_id"):
        return {}
    return {"cidr": row.get("remote_ip_prefix") or _ANY_NETWORK.get(row.get("ethertype", ""), "0.0.0.0/0")}


def _rules(req: ApiRequest, record: GroupRecord, names: Groups) -> Any:
    """Those for incoming traffic."""
    return [rule(req, row, names) for row in record.rules if row.get("direction") == "ingress"]


rule = View(
    "SecurityGroupRule",
    Field("id", answers.TEXT, lambda req, row, names: row["id"]),
    Field("parent_group_id", answers.TEXT_OR_NULL, lambda req, row, names: row.get("security_group_id")),
    Field("ip_protocol", answers.TEXT_OR_NULL, lambda req, row, names: row.get("protocol")),
    Field("from_port", answers.INTEGER_OR_NULL, _port(_BOUNDS[0], 1)),
    Field("to_port", answers.INTEGER_OR_NULL, _port(_BOUNDS[1], 65535)),
    Field(
        "group",
        answers.either(answers.record({"name": answers.TEXT, "tenant_id": answers.TEXT}), answers.NOTHING),
        _group,
    ),
    Field("ip_range", answers.either(answers.record({"cidr": answers.TEXT}), answers.NOTHING), _network),
)
group = View(
    "SecurityGroup",
    Field("id", answers.TEXT, column("id")),
    Field("name", answers.TEXT, column("name")),
    Field("description", answers.TEXT_OR_NULL, column("description")),
    Field("tenant_id", answers.TEXT, column("project_id")),
    Field("rules", answers.listed(rule), _rules),
)
GROUPS = answers.one("security_groups", answers.listed(group))
