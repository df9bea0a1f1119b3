# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Rules in the form of old versions."""

import pytest

from nova_lite.api.views import security_groups as view
from tests.unit.api.views.requests import at


@pytest.mark.parametrize(
    ("row", "ports", "cidr"),
    [
        ({"protocol": "icmp"}, (-1, -1), "0.0.0.0/0"),
        ({"protocol": "icmp", "port_range_min": 8, "port_range_max": 0}, (8, 0), "0.0.0.0/0"),
        ({"protocol": "icmp", "port_range_min": 8}, (8, None), "0.0.0.0/0"),
        ({"protocol": "gre"}, (-1, -1), "0.0.0.0/0"),
        ({"protocol": None, "ethertype": "IPv6"}, (None, None), "::/0"),
        ({"protocol": "udp", "remote_ip_prefix": "10.0.0.0/8"}, (1, 65535), "10.0.0.0/8"),
    ],
)
def test_ports_and_networks(row: dict[str, object], ports: tuple[int | None, int | None], cidr: str) -> None:
    shown = view.rule(at(1), {"id": "r", **row}, {})
    assert (shown["from_port"], shown["to_port"], shown["ip_range"]) == (*ports, {"cidr": cidr})


def test_rule_of_an_unknown_group() -> None:
    assert view.rule(at(1), {"id": "r", "remote_group_id": "x"}, {})["group"] == {}
