# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Security groups and their rules for clients of old API versions: what a rule may say, then Neutron is asked.

Neutron owns the groups; nothing is recorded here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import netaddr
from oslo_log import log as logging
from oslo_utils import uuidutils

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.network import groups
from nova_lite.network.records import GroupRecord

LOG = logging.getLogger(__name__)

ICMP = "icmp"
PROTOCOLS = ("tcp", "udp", ICMP)
EVERYWHERE = "0.0.0.0/0"
LAST_PORT = 65535
LAST_ICMP = 255
UNSAID = -1

Named = dict[str, GroupRecord]


@dataclass(frozen=True, slots=True)
class WantedRule:
    """A rule as a client words it: ports are numbers or texts, the source is a group, a network or everybody."""

    parent_group_id: str
    group_id: str | None = None
    protocol: str | None = None
    from_port: Any = None
    to_port: Any = None
    cidr: str | None = None


def check_id(ident: str) -> str:
    """The id of a group or rule; raises InvalidInput for what is no uuid."""
    if not uuidutils.is_uuid_like(ident):
        raise exception.InvalidInput(reason=f"Security group id should be uuid, not {ident}")
    return ident


def listed(context: RequestContext, everywhere: bool) -> tuple[list[GroupRecord], Named]:
    """Groups of the caller's project, or of all, by project and name; and those that their rules refer to."""
    found = groups.listed(context, None if everywhere else context.project_id)
    return sorted(found, key=lambda one: (one.project_id, one.name)), sources(context, found)


def get(context: RequestContext, group_id: str) -> tuple[GroupRecord, Named]:
    """One group and those that its rules refer to; raises InvalidInput, SecurityGroupNotFound."""
    found = groups.show(context, check_id(group_id))
    return found, sources(context, [found])


def sources(context: RequestContext, known: list[GroupRecord]) -> Named:
    """The groups that rules refer to, by id; Neutron is asked for those that are not among the given ones."""
    named = {one.id: one for one in known}
    wanted = {rule.get("remote_group_id") for group in known for rule in group.rules} - {None}
    return {**named, **groups.by_ids(context, {str(one) for one in wanted} - set(named))}


def create(context: RequestContext, name: str, description: str) -> GroupRecord:
    """A new group of the caller; raises OverQuota, InvalidInput."""
    made = groups.create(context, name, description)
    LOG.info("Security group %s is created for project %s", made.id, context.project_id)
    return made


def update(context: RequestContext, group_id: str, name: str, description: str) -> tuple[GroupRecord, Named]:
    """Rename a group; raises InvalidInput, SecurityGroupNotFound."""
    changed = groups.update(context, check_id(group_id), name, description)
    return changed, sources(context, [changed])


def delete(context: RequestContext, group_id: str) -> None:
    """Remove a group; raises InvalidInput, also for one in use, and SecurityGroupNotFound."""
    groups.delete(context, check_id(group_id))
    LOG.info("Security group %s is deleted", group_id)


# ---- rules -----------------------------------------------------------------------------------------------------------


def create_rule(context: RequestContext, wanted: WantedRule) -> tuple[Mapping[str, Any], Named]:
    """Let in what the rule says; raises InvalidInput, SecurityGroupNotFound, OverQuota."""
    values = neutron_rule(wanted)
    groups.show(context, wanted.parent_group_id)
    named = {wanted.group_id: groups.show(context, wanted.group_id)} if wanted.group_id else {}
    made = groups.create_rule(context, values)
    LOG.info("Rule %s is added to security group %s", made["id"], wanted.parent_group_id)
    return made, named


def delete_rule(context: RequestContext, rule_id: str) -> None:
    """Remove a rule; raises InvalidInput, NotFound, Conflict."""
    groups.delete_rule(context, check_id(rule_id))
    LOG.info("Security group rule %s is deleted", rule_id)


def neutron_rule(wanted: WantedRule) -> dict[str, Any]:
    """The rule in Neutron's words; raises InvalidInput for one that says too little or nonsense."""
    values: dict[str, Any] = {"security_group_id": check_id(wanted.parent_group_id), "direction": "ingress"}
    if wanted.group_id:
        values.update(remote_group_id=check_id(wanted.group_id), ethertype="IPv4")
    else:
        network = _network(wanted.cidr)
        values.update(remote_ip_prefix=str(network), ethertype=f"IPv{network.version}")
    if wanted.protocol is not None:
        values["protocol"] = _protocol(wanted.protocol)
    ports = _ports(wanted)
    if ports is not None:
        first, last = (None if port == UNSAID else port for port in ports)
        values.update(port_range_min=first, port_range_max=last)
    return values


def _network(cidr: str | None) -> netaddr.IPNetwork:
    """The address with its prefix, as it was given: bits behind the prefix stay. An address alone is none."""
    cidr = cidr or EVERYWHERE
    try:
        network = netaddr.IPNetwork(cidr if "/" in cidr else "")
    except (netaddr.AddrFormatError, ValueError) as error:
        raise exception.InvalidInput(reason=f"Invalid cidr {cidr}") from error
    if network.prefixlen == 0 and int(network.ip):
        raise exception.InvalidInput(reason=f"Bad prefix for network in cidr {cidr}")
    return network


def _protocol(name: str) -> str:
    if name.lower() not in PROTOCOLS:
        raise exception.InvalidInput(reason=f"Invalid IP protocol {name}.")
    return name.lower()


def _ports(wanted: WantedRule) -> tuple[int, int] | None:
    """First and last port (type and code of ICMP); None for all, which only a rule about a group may leave unsaid."""
    given = (wanted.protocol, wanted.from_port, wanted.to_port)
    if None in given:
        if not wanted.group_id:
            raise exception.InvalidInput(reason="Not enough parameters to build a valid rule.")
        return None
    first, last = _number(wanted.from_port), _number(wanted.to_port)
    if str(wanted.protocol).lower() == ICMP:
        bad = not (UNSAID <= first <= LAST_ICMP and UNSAID <= last <= LAST_ICMP)
    else:
        bad = not 1 <= first <= last <= LAST_PORT
    if bad:
        raise exception.InvalidInput(reason=f"Invalid port range {first}:{last}.")
    return first, last


def _number(given: Any) -> int:
    try:
        return int(given)
    except (TypeError, ValueError) as error:
        raise exception.InvalidInput(reason=f"Ports, types and codes must be integers, not {given}") from error
