# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A host that is not the one recorded does not start."""

import pytest

from nova_lite import exception
from nova_lite.compute import node_identity
from nova_lite.objects.compute_node import ComputeNode
from tests.unit.compute.fakes import HOST, NODE, NODE_UUID, UUID, Cloud


def record(cloud: Cloud, **values: str) -> None:
    node = ComputeNode(**{"uuid": NODE_UUID, "host": HOST, "hypervisor_hostname": NODE, **values})
    cloud.store.nodes = {node.uuid: node}


def check(cloud: Cloud, *guests: str) -> bool:
    return node_identity.check(cloud.context, HOST, cloud.driver.resources, guests)


def test_known_host_starts_with_its_guests(cloud: Cloud) -> None:
    assert not check(cloud, UUID)


def test_new_host_starts_when_it_is_empty(cloud: Cloud) -> None:
    cloud.store.nodes.clear()
    assert check(cloud)
    with pytest.raises(exception.ConfigInvalid, match="has 1 guests already"):
        check(cloud, UUID)


def test_lost_identity_file(cloud: Cloud) -> None:
    record(cloud, uuid="another")
    with pytest.raises(exception.ConfigInvalid, match="compute_id"):
        check(cloud)


def test_renamed_host(cloud: Cloud) -> None:
    record(cloud, host="old-name")
    with pytest.raises(exception.ConfigInvalid, match="belongs to host old-name"):
        check(cloud)


def test_renamed_hypervisor(cloud: Cloud) -> None:
    record(cloud, hypervisor_hostname="old.example")
    with pytest.raises(exception.ConfigInvalid, match=r"recorded as old\.example"):
        check(cloud)
