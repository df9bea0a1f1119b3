# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Claims, moves and clean-up against the real Placement application."""

import uuid
from dataclasses import replace

import pytest

from nova_lite import context as nova_context
from nova_lite import exception
from nova_lite.placement import allocations, client
from nova_lite.placement.model import Consumer, Inventory
from nova_lite.placement.providers import Providers
from tests.functional.fixtures.cloud import Cloud

NODE = "0b5dd1d4-0000-4000-8000-000000000001"
OTHER = "0b5dd1d4-0000-4000-8000-000000000002"
CONTEXT = nova_context.get_admin_context()
CONFLICT = {"errors": [{"code": "placement.concurrent_update", "detail": "provider generation conflict"}]}


def consumer(vcpus: int = 1, node: str = NODE) -> Consumer:
    return Consumer(str(uuid.uuid4()), {node: {"VCPU": vcpus}}, "project", "user")


@pytest.fixture(autouse=True)
def nodes(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nova_lite.concurrency.sleep", lambda seconds: None)
    for node in (NODE, OTHER):
        Providers().create(CONTEXT, node, node)
        Providers().set_inventories(CONTEXT, node, {"VCPU": Inventory(total=2, max_unit=2)})


def test_claim_is_seen(cloud: Cloud) -> None:
    one = consumer()
    cloud.placement.reset_counts()
    allocations.claim(CONTEXT, one)
    assert cloud.placement.total() == 1
    assert allocations.get(CONTEXT, one.uuid) == replace(one, generation=1)
    assert allocations.of_provider(CONTEXT, NODE) == {one.uuid: {"VCPU": 1}}
    assert client.project_usages(CONTEXT, "project") == {"VCPU": 1}


def test_full_provider_refuses() -> None:
    allocations.claim(CONTEXT, consumer(2))
    with pytest.raises(exception.InsufficientCapacity):
        allocations.claim(CONTEXT, consumer(1))


def test_second_claim_of_one_consumer_is_told_apart() -> None:
    one = consumer()
    allocations.claim(CONTEXT, one)
    with pytest.raises(exception.AllocationUpdateFailed, match="consumer generation conflict"):
        allocations.claim(CONTEXT, one)


def test_consumer_left_over_from_an_unfinished_claim_can_claim() -> None:
    """Placement notes the consumer first: here it then refuses the provider, elsewhere its database went away."""
    one = consumer()
    with pytest.raises(exception.NovaException):
        allocations.claim(CONTEXT, replace(one, allocations={str(uuid.uuid4()): {"VCPU": 1}}))
    assert allocations.get(CONTEXT, one.uuid) is None
    with pytest.raises(exception.AllocationUpdateFailed):
        allocations.claim_many(CONTEXT, [one, consumer()])
    allocations.claim(CONTEXT, one)
    assert allocations.get(CONTEXT, one.uuid) == replace(one, generation=1)


def test_provider_conflict_is_tried_again(cloud: Cloud) -> None:
    cloud.placement.fail("PUT", "/allocations/{uuid}", 409, body=CONFLICT, times=3)
    one = consumer()
    allocations.claim(CONTEXT, one)
    assert allocations.get(CONTEXT, one.uuid) is not None


def test_endless_provider_conflict_ends(cloud: Cloud) -> None:
    cloud.placement.fail("PUT", "/allocations/{uuid}", 409, body=CONFLICT, times=9)
    with pytest.raises(exception.AllocationUpdateFailed):
        allocations.claim(CONTEXT, consumer())
    assert cloud.placement.counts[("PUT", "/allocations/{uuid}")] == allocations.WRITE_ATTEMPTS


def test_many_claims_in_one_request_all_or_none(cloud: Cloud) -> None:
    good, bad = consumer(2), consumer(3, OTHER)
    with pytest.raises(exception.InsufficientCapacity):
        allocations.claim_many(CONTEXT, [good, bad])
    assert allocations.get(CONTEXT, good.uuid) is None
    cloud.placement.reset_counts()
    allocations.claim_many(CONTEXT, [good, consumer(2, OTHER)])
    allocations.claim_many(CONTEXT, [])
    assert cloud.placement.total() == 1


def test_delete() -> None:
    one = consumer()
    allocations.claim(CONTEXT, one)
    assert allocations.delete(CONTEXT, one.uuid) is True
    assert allocations.delete(CONTEXT, one.uuid) is False
    assert allocations.of_provider(CONTEXT, NODE) == {}


def test_only_what_is_held_of_one_host_is_given_back() -> None:
    """Another attempt may have claimed another host for the same server meanwhile."""
    one = consumer()
    allocations.claim(CONTEXT, one)
    assert allocations.give_back(CONTEXT, one.uuid, {OTHER}) is False
    assert allocations.get(CONTEXT, one.uuid) is not None
    assert allocations.give_back(CONTEXT, one.uuid, {NODE}) is True
    assert allocations.give_back(CONTEXT, one.uuid, {NODE}) is False
    assert allocations.of_provider(CONTEXT, NODE) == {}


def test_move_to_another_consumer_and_back() -> None:
    one, migration = consumer(2), str(uuid.uuid4())
    allocations.claim(CONTEXT, one)
    assert allocations.move(CONTEXT, one.uuid, migration) is True
    assert allocations.of_provider(CONTEXT, NODE) == {migration: {"VCPU": 2}}
    assert allocations.move(CONTEXT, migration, one.uuid) is True
    assert allocations.of_provider(CONTEXT, NODE) == {one.uuid: {"VCPU": 2}}
    assert allocations.move(CONTEXT, migration, one.uuid) is False


def test_remove_one_provider_of_a_consumer() -> None:
    one = Consumer(str(uuid.uuid4()), {NODE: {"VCPU": 1}, OTHER: {"VCPU": 1}}, "p", "u")
    allocations.claim(CONTEXT, one)
    assert allocations.remove_provider(CONTEXT, one.uuid, {NODE}) is True
    left = allocations.get(CONTEXT, one.uuid)
    assert left is not None and left.allocations == {OTHER: {"VCPU": 1}}
    assert allocations.remove_provider(CONTEXT, one.uuid, {NODE}) is False


def test_merge_adds_up() -> None:
    held = {NODE: {"VCPU": 1}}
    assert allocations.merge(held, {NODE: {"VCPU": 2, "DISK_GB": 1}, OTHER: {"VCPU": 4}}) == {
        NODE: {"VCPU": 3, "DISK_GB": 1},
        OTHER: {"VCPU": 4},
    }
    assert held == {NODE: {"VCPU": 1}}


def test_unknown_provider() -> None:
    unknown = str(uuid.uuid4())
    with pytest.raises(exception.ResourceProviderNotFound):
        allocations.of_provider(CONTEXT, unknown)
    with pytest.raises(exception.ResourceProviderInvalid):
        allocations.claim(CONTEXT, consumer(1, unknown))
