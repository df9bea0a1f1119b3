# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Guests for document tests."""

import base64
from typing import Any

from nova_lite.guestdata.model import GuestData, from_instance
from nova_lite.network.model import IP, VIF, Network, Route, Subnet
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.instance import Instance


def a_vif(dhcp: bool = True, number: int = 1) -> VIF:
    """An interface on an IPv4 subnet with one fixed and one floating address."""
    subnet = Subnet(
        cidr="10.0.0.0/24",
        gateway=IP.of("10.0.0.1", "gateway"),
        dns=(IP.of("8.8.8.8", "dns"),),
        ips=(IP.of(f"10.0.0.{10 + number}", "fixed", ["172.24.4.9"]),),
        routes=(Route("192.168.0.0/16", IP.of("10.0.0.2", "gateway")),),
        meta={"dhcp_server": "10.0.0.2"} if dhcp else {},
    )
    network = Network(id="net", label="private", subnets=(subnet,), meta={"mtu": 1450})
    return VIF(id=f"port{number}", address="fa:16:3e:00:00:01", network=network, type="ovs", devname=f"tap{number}")


def an_instance(**values: Any) -> Instance:
    """A server with everything set that documents show."""
    flavor = Flavor(flavorid="1", name="m1.nano", memory_mb=128, vcpus=1, root_gb=1)
    facts: dict[str, Any] = {
        "id": 7,
        "uuid": "uuid-1",
        "project_id": "project",
        "image_ref": "image",
        "hostname": "vm",
        "display_name": "my vm",
        "launch_index": 2,
        "availability_zone": "nova",
        "reservation_id": "r-1",
        "key_name": "mine",
        "key_data": "ssh-rsa AAA",
        "user_data": base64.b64encode(b"#!/bin/sh\n").decode(),
        "metadata": {"role": "web"},
        "flavor": flavor,
        "network_info": [a_vif().to_dict()],
    }
    return Instance(**{**facts, **values})


def a_guest(**facts: Any) -> GuestData:
    """The facts of that server."""
    return from_instance(an_instance(), **facts)
