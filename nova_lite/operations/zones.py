# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Availability zones: which hosts are in which. A zone is metadata of an aggregate; nothing is written here."""

from dataclasses import dataclass

from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.operations import services
from nova_lite.operations.services import FoundService


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone with the services in it; it is available if any of them is enabled."""

    name: str
    available: bool
    services: tuple[FoundService, ...]


def listed(context: RequestContext) -> list[Zone]:
    """All zones in order of their names, available ones first, the internal one included."""
    grouped: dict[str, list[FoundService]] = {}
    for found in services.listed(context):
        grouped.setdefault(found.zone, []).append(found)
    zones = [Zone(name, any(not one.disabled for one in members), tuple(members)) for name, members in grouped.items()]
    return sorted(zones, key=lambda zone: (not zone.available, zone.name))


def is_internal(zone: Zone) -> bool:
    """True for the zone of daemons that run no servers."""
    return zone.name == CONF.internal_service_availability_zone
