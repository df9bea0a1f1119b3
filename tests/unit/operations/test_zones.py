# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Availability zones over all cells."""

from nova_lite.context import get_admin_context
from nova_lite.operations import zones
from tests.unit.api import cloud


def test_zone_of_a_host_comes_from_its_aggregate() -> None:
    cloud.add_service(1, "host1")
    cloud.add_service(2, "scheduler1", "nova-scheduler")
    cloud.add_aggregate("a", ["host1"], availability_zone="west")
    found = zones.listed(get_admin_context())
    assert [(zone.name, zones.is_internal(zone)) for zone in found] == [("internal", True), ("west", False)]
