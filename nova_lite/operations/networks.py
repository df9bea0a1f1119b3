# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Networks for clients of old API versions: those that Neutron shows to the caller."""

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.network import client
from nova_lite.network.records import NetworkRecord


def listed(context: RequestContext) -> list[NetworkRecord]:
    """All networks that the caller can see."""
    return client.networks(context, {})


def get(context: RequestContext, network_id: str) -> NetworkRecord:
    """One network; raises NetworkNotFound."""
    found = client.networks(context, {"id": network_id})
    if not found:
        raise exception.NetworkNotFound(network_id=network_id)
    return found[0]
