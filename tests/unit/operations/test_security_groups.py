# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a rule of a security group may say."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.operations.security_groups import WantedRule, neutron_rule, sources

GROUP = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"


def wanted(**values: Any) -> WantedRule:
    return WantedRule(**{"parent_group_id": GROUP, "protocol": "tcp", "from_port": 1, "to_port": 2, **values})


def test_whole_rule() -> None:
    assert neutron_rule(wanted(cidr="10.1.2.3/8")) == {
        "security_group_id": GROUP,
        "direction": "ingress",
        "ethertype": "IPv4",
        "remote_ip_prefix": "10.1.2.3/8",
        "protocol": "tcp",
        "port_range_min": 1,
        "port_range_max": 2,
    }


def test_everything_of_icmp_over_ipv6() -> None:
    values = neutron_rule(wanted(cidr="::/0", protocol="ICMP", from_port="-1", to_port=-1))
    assert (values["ethertype"], values["protocol"], values["port_range_min"]) == ("IPv6", "icmp", None)


def test_a_group_may_leave_the_rest_unsaid() -> None:
    values = neutron_rule(wanted(group_id=OTHER, protocol=None, from_port=None, to_port=None, cidr="bad"))
    assert values["remote_group_id"] == OTHER
    assert not {"protocol", "port_range_min", "remote_ip_prefix"} & set(values)


@pytest.mark.parametrize(
    "values",
    [
        {"protocol": None},
        {"to_port": None},
        {"protocol": "sctp"},
        {"from_port": 0},
        {"from_port": 3},
        {"to_port": 65536},
        {"from_port": "x"},
        {"protocol": "icmp", "from_port": 256, "to_port": 0},
        {"protocol": "icmp", "from_port": -2, "to_port": 0},
        {"cidr": "nonsense"},
        {"cidr": "10.0.0.1/0"},
        {"cidr": "10.0.0.1"},
        {"parent_group_id": "7"},
        {"group_id": "7"},
    ],
)
def test_nonsense(values: dict[str, Any]) -> None:
    with pytest.raises(exception.InvalidInput):
        neutron_rule(wanted(**values))


def test_no_request_for_no_sources() -> None:
    assert sources(None, []) == {}  # type: ignore[arg-type]
