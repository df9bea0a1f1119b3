# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Providers against the real Placement application."""

import uuid

import pytest

from nova_lite import context as nova_context
from nova_lite import exception
from nova_lite.placement import allocations
from nova_lite.placement.model import Consumer, Inventory
from nova_lite.placement.providers import Providers
from tests.functional.fixtures.cloud import Cloud

NODE = "0b5dd1d4-0000-4000-8000-000000000001"
CONTEXT = nova_context.get_admin_context()
INVENTORIES = {
    "VCPU": Inventory(total=4, max_unit=4, allocation_ratio=4.0),
    "MEMORY_MB": Inventory(total=4096, reserved=512, max_unit=4096),
}
PATH = "/resource_providers/{uuid}"


@pytest.fixture
def providers(cloud: Cloud) -> Providers:
    return Providers()


def test_a_provider_is_made_once(cloud: Cloud, providers: Providers) -> None:
    made = providers.create(CONTEXT, NODE, "node1")
    assert cloud.placement.total() == 1
    again = providers.create(CONTEXT, NODE, "node1")
    assert made == again
    assert (made.uuid, made.name, made.root_uuid, made.parent_uuid) == (NODE, "node1", NODE, None)


def test_create_refuses_a_name_that_another_node_has(providers: Providers) -> None:
    providers.create(CONTEXT, NODE, "node1")
    with pytest.raises(exception.ResourceProviderUpdateConflict, match="node1"):
        providers.create(CONTEXT, str(uuid.uuid4()), "node1")


def test_find_and_tree(providers: Providers) -> None:
    root = providers.create(CONTEXT, NODE, "node1")
    child = providers.create(CONTEXT, str(uuid.uuid4()), "node1_gpu", parent_uuid=NODE)
    assert providers.find(CONTEXT, "node1") == root
    assert providers.find(CONTEXT, "node2") is None
    assert {one.uuid for one in providers.tree(CONTEXT, NODE)} == {NODE, child.uuid}
    assert child.root_uuid == NODE


def test_unknown_provider(providers: Providers) -> None:
    for call in (providers.get, providers.inventories, providers.traits, providers.aggregates):
        with pytest.raises(exception.ResourceProviderNotFound):
            call(CONTEXT, NODE)
    with pytest.raises(exception.ResourceProviderNotFound):
        providers.set_inventories(CONTEXT, NODE, INVENTORIES)
    with pytest.raises(exception.ResourceProviderNotFound):
        providers.rename(CONTEXT, NODE, "other")
    providers.delete(CONTEXT, NODE)


def test_rename_and_delete(providers: Providers) -> None:
    providers.create(CONTEXT, NODE, "node1")
    assert providers.rename(CONTEXT, NODE, "node9").name == "node9"
    providers.delete(CONTEXT, NODE)
    assert providers.find(CONTEXT, "node9") is None


def test_inventories_cost_one_request_when_the_generation_is_known(cloud: Cloud, providers: Providers) -> None:
    providers.create(CONTEXT, NODE, "node1")
    cloud.placement.reset_counts()
    providers.set_inventories(CONTEXT, NODE, INVENTORIES)
    assert cloud.placement.total() == 1
    assert providers.inventories(CONTEXT, NODE) == INVENTORIES


def test_stale_generation_is_read_again(providers: Providers) -> None:
    providers.create(CONTEXT, NODE, "node1")
    Providers().set_traits(CONTEXT, NODE, ["HW_CPU_X86_AVX"])
    providers.set_inventories(CONTEXT, NODE, INVENTORIES)
    assert providers.inventories(CONTEXT, NODE) == INVENTORIES


def test_endless_conflict_is_reported(cloud: Cloud, providers: Providers) -> None:
    providers.create(CONTEXT, NODE, "node1")
    body = {"errors": [{"code": "placement.concurrent_update", "detail": "generation conflict"}]}
    cloud.placement.fail("PUT", f"{PATH}/inventories", 409, body=body, times=2)
    with pytest.raises(exception.ResourceProviderUpdateConflict, match="generation conflict"):
        providers.set_inventories(CONTEXT, NODE, INVENTORIES)


def test_used_inventory_cannot_go(providers: Providers) -> None:
    providers.create(CONTEXT, NODE, "node1")
    providers.set_inventories(CONTEXT, NODE, INVENTORIES)
    allocations.claim(CONTEXT, Consumer(str(uuid.uuid4()), {NODE: {"VCPU": 1}}, "p", "u"))
    with pytest.raises(exception.InventoryInUse):
        providers.set_inventories(CONTEXT, NODE, {})
    with pytest.raises(exception.InventoryInUse):
        providers.delete(CONTEXT, NODE)


def test_traits_are_merged_and_written_only_when_they_differ(cloud: Cloud, providers: Providers) -> None:
    providers.create(CONTEXT, NODE, "node1")
    providers.set_traits(CONTEXT, NODE, ["CUSTOM_BY_ADMIN", "COMPUTE_STATUS_DISABLED"])
    now = providers.change_traits(CONTEXT, NODE, add=["OWNER_NOVA"], remove=["COMPUTE_STATUS_DISABLED"])
    assert now == providers.traits(CONTEXT, NODE) == {"CUSTOM_BY_ADMIN", "OWNER_NOVA"}
    cloud.placement.reset_counts()
    providers.change_traits(CONTEXT, NODE, add=["OWNER_NOVA"])
    assert cloud.placement.total("PUT") == 0


def test_traits_cost_one_request_when_they_are_known(cloud: Cloud, providers: Providers) -> None:
    providers.create(CONTEXT, NODE, "node1")
    cloud.placement.reset_counts()
    now = providers.change_traits(CONTEXT, NODE, add=["OWNER_NOVA"], known=frozenset())
    assert (now, cloud.placement.total()) == ({"OWNER_NOVA"}, 1)


def test_what_was_known_before_somebody_else_came_is_read_again(providers: Providers) -> None:
    providers.create(CONTEXT, NODE, "node1")
    Providers().set_traits(CONTEXT, NODE, ["CUSTOM_GOLD"])
    providers.set_inventories(CONTEXT, NODE, INVENTORIES)
    now = providers.change_traits(CONTEXT, NODE, add=["OWNER_NOVA"], known=frozenset())
    assert now == providers.traits(CONTEXT, NODE) == {"CUSTOM_GOLD", "OWNER_NOVA"}


@pytest.mark.parametrize("part", ["traits", "aggregates"])
def test_what_others_changed_meanwhile_is_kept(providers: Providers, part: str) -> None:
    mine, others, old = (
        ("OWNER_NOVA", "CUSTOM_GOLD", "COMPUTE_NODE") if part == "traits" else [str(uuid.uuid4()) for _ in range(3)]
    )
    providers.create(CONTEXT, NODE, "node1")
    getattr(providers, f"set_{part}")(CONTEXT, NODE, [old])
    read = Providers._read

    def read_late(self: Providers, *arguments: object) -> object:
        found = read(self, *arguments)  # type: ignore[arg-type]
        if self is providers and len(reads) == 0:
            reads.append(found)
            getattr(Providers(), f"change_{part}")(CONTEXT, NODE, add=[others])
        return found

    reads: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Providers, "_read", read_late)
        getattr(providers, f"change_{part}")(CONTEXT, NODE, add=[mine], remove=[old])
    assert reads and getattr(providers, part)(CONTEXT, NODE) == {mine, others}


def test_a_custom_trait_is_made_when_it_is_added(providers: Providers) -> None:
    providers.create(CONTEXT, NODE, "node1")
    assert providers.change_traits(CONTEXT, NODE, add=["CUSTOM_NEW_ONE"]) == {"CUSTOM_NEW_ONE"}


def test_unknown_standard_trait_is_refused(providers: Providers) -> None:
    providers.create(CONTEXT, NODE, "node1")
    with pytest.raises(exception.ResourceProviderInvalid, match="NO_SUCH"):
        providers.set_traits(CONTEXT, NODE, ["NO_SUCH_TRAIT"])


def test_aggregates(providers: Providers) -> None:
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    providers.create(CONTEXT, NODE, "node1")
    providers.set_aggregates(CONTEXT, NODE, [first])
    providers.change_aggregates(CONTEXT, NODE, add=[second], remove=[first])
    assert providers.aggregates(CONTEXT, NODE) == {second}


def test_placement_that_is_down(cloud: Cloud, providers: Providers) -> None:
    cloud.placement.fail("GET", PATH, 503)
    with pytest.raises(exception.PeerUnavailable, match="placement failed: HTTP 503"):
        providers.get(CONTEXT, NODE)


def test_usages(providers: Providers) -> None:
    providers.create(CONTEXT, NODE, "node1")
    providers.set_inventories(CONTEXT, NODE, INVENTORIES)
    assert providers.usages(CONTEXT, NODE) == {"VCPU": 0, "MEMORY_MB": 0}
    allocations.claim(CONTEXT, Consumer(str(uuid.uuid4()), {NODE: {"VCPU": 3}}, "project", "user"))
    assert providers.usages(CONTEXT, NODE)["VCPU"] == 3
