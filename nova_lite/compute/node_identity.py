# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Is this host the one that the database knows? Refuses a start that would mix up two hosts' servers."""

from collections.abc import Sequence

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.objects import store
from nova_lite.objects.compute_node import ComputeNode
from nova_lite.virt.driver import HostResources


def check(context: RequestContext, host: str, resources: HostResources, guests: Sequence[str]) -> bool:
    """Compare the node's uuid (file compute_id), its name and its host with the recorded ones; True for a new host.

    Raises ConfigInvalid with what an operator has to do.
    """
    nodes = store.current().get_compute_nodes(context, host, resources.uuid)
    _check(host, resources, guests, nodes)
    return not nodes


def _check(host: str, resources: HostResources, guests: Sequence[str], nodes: Sequence[ComputeNode]) -> None:
    own = next((node for node in nodes if node.uuid == resources.uuid), None)
    if own is None and nodes:
        raise exception.ConfigInvalid(
            reason=f"host {host} is recorded with compute node {nodes[0].uuid}, but the compute_id file of this host "
            f"says {resources.uuid}; restore the file in [DEFAULT]state_path"
        )
    if own is None:
        if guests:
            raise exception.ConfigInvalid(
                reason=f"host {host} is new to this cloud but its hypervisor has {len(guests)} guests already, such as "
                f"{guests[0]}; remove them, or restore the host name and the compute_id file that they were made under"
            )
        return
    if own.host != host:
        raise exception.ConfigInvalid(
            reason=f"compute node {own.uuid} belongs to host {own.host}, but [DEFAULT]host is {host}; hosts must not "
            "be renamed"
        )
    if own.hypervisor_hostname != resources.hypervisor_hostname:
        raise exception.ConfigInvalid(
            reason=f"compute node {own.uuid} is recorded as {own.hypervisor_hostname}, but the hypervisor calls itself "
            f"{resources.hypervisor_hostname}; hosts must not be renamed"
        )
