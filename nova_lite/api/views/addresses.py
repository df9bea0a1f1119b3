# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Addresses of servers, by the label of their network."""

from typing import Any

from nova_lite.api.schemas import answers
from nova_lite.objects.server_record import AnyServer

_PLAIN = {"version": answers.word(4, 6), "addr": answers.TEXT}
_EXTENDED = {"OS-EXT-IPS:type": answers.word("fixed", "floating"), "OS-EXT-IPS-MAC:mac_addr": answers.TEXT}
PLAIN = answers.keyed(answers.listed(answers.record(_PLAIN)))
EXTENDED = answers.keyed(answers.listed(answers.record({**_PLAIN, **_EXTENDED})))


def by_network(instance: AnyServer, extended: bool = True) -> dict[str, list[dict[str, Any]]]:
    """Fixed and floating addresses; with type and MAC when `extended`."""
    found: dict[str, list[dict[str, Any]]] = {}
    for vif in instance.network_info:
        network = vif["network"]
        fixed = [ip for subnet in network["subnets"] for ip in subnet["ips"]]
        floating = [one for ip in fixed for one in ip.get("floating_ips") or ()]
        listed = found.setdefault(network.get("label") or "", [])
        for kind, addresses in (("fixed", fixed), ("floating", floating)):
            for ip in addresses:
                entry = {"version": ip["version"], "addr": ip["address"]}
                if extended:
                    entry["OS-EXT-IPS:type"] = kind
                    entry["OS-EXT-IPS-MAC:mac_addr"] = vif["address"]
                listed.append(entry)
    return found
