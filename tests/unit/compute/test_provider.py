# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Inventories and traits of the host's provider."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from nova_lite import exception
from nova_lite.compute import provider
from nova_lite.compute.provider import NodeProvider
from nova_lite.conf import CONF
from nova_lite.placement import client
from nova_lite.placement.model import Inventory
from tests.unit.compute.fakes import Cloud, FakeDriver, FakeProviders


@pytest.fixture
def override() -> Iterator[None]:
    yield
    for name in ("cpu_allocation_ratio", "reserved_host_disk_mb", "reserved_host_cpus"):
        CONF.clear_override(name)


def test_ratio_of_the_option_wins(override: None) -> None:
    CONF.set_override("cpu_allocation_ratio", 2.0)
    found = provider.inventories_for(FakeDriver().resources, {"VCPU": Inventory(total=4, allocation_ratio=9.0)})
    assert found["VCPU"].allocation_ratio == 2.0


def test_ratio_of_the_operator_is_kept_and_new_hosts_get_the_initial_one(override: None) -> None:
    found = provider.inventories_for(FakeDriver().resources, {"VCPU": Inventory(total=2, allocation_ratio=9.0)})
    assert found["VCPU"] == Inventory(total=4, reserved=0, max_unit=4, allocation_ratio=9.0)
    assert found["MEMORY_MB"] == Inventory(total=8192, reserved=512, max_unit=8192, allocation_ratio=1.0)


def test_reserved_disk_is_rounded_up_and_nothing_exceeds_its_total(override: None) -> None:
    CONF.set_override("reserved_host_disk_mb", 1025)
    CONF.set_override("reserved_host_cpus", 99)
    found = provider.inventories_for(FakeDriver().resources, {})
    assert found["DISK_GB"].reserved == 2
    assert found["VCPU"].reserved == 4


def test_traits_are_those_of_the_driver_and_our_own() -> None:
    resources = replace(FakeDriver().resources, traits=frozenset({"HW_CPU_X86_AVX", "COMPUTE_STATUS_DISABLED"}))
    assert provider.traits_for(resources) == {"COMPUTE_NODE", "OWNER_NOVA", "HW_CPU_X86_AVX"}


def test_foreign_traits_stay_and_lost_ones_go(cloud: Cloud) -> None:
    cloud.providers.names |= {"CUSTOM_GOLD", "COMPUTE_STATUS_DISABLED", "HW_CPU_X86_SSE"}
    made = NodeProvider(cloud.providers)  # type: ignore[arg-type]
    made.sync(cloud.context, cloud.driver.resources)
    assert {"CUSTOM_GOLD", "COMPUTE_STATUS_DISABLED", "COMPUTE_NODE"} <= cloud.providers.names
    assert "HW_CPU_X86_SSE" not in cloud.providers.names


def test_a_new_host_asks_for_nothing_that_it_knows(cloud: Cloud) -> None:
    providers = FakeProviders()
    providers.is_missing = True
    made = NodeProvider(providers)  # type: ignore[arg-type]
    made.sync(cloud.context, cloud.driver.resources)
    assert providers.calls == ["inventories", "create", "set_inventories", "change_traits"]
    assert made.is_new
    made.sync(cloud.context, cloud.driver.resources)
    assert not made.is_new
    assert "COMPUTE_NODE" in providers.names


def test_what_somebody_else_made_is_read(cloud: Cloud) -> None:
    providers = FakeProviders()
    providers.is_missing, providers.generation, providers.names = True, 3, {"CUSTOM_GOLD"}
    made = NodeProvider(providers)  # type: ignore[arg-type]
    made.sync(cloud.context, cloud.driver.resources)
    assert not made.is_new
    assert providers.calls == ["inventories", "create", "inventories", "traits", "set_inventories", "change_traits"]
    assert {"CUSTOM_GOLD", "COMPUTE_NODE"} <= providers.names


def test_traits_unknown_to_placement_are_left_out_and_asked_once(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def known(context: object, names: frozenset[str]) -> frozenset[str]:
        asked.append(names)
        return names - {"OWNER_NOVA"}

    monkeypatch.setattr(client, "known_traits", known)
    providers = FakeProviders()
    providers.unknown = {"OWNER_NOVA"}
    made = NodeProvider(providers)  # type: ignore[arg-type]
    for _ in range(3):
        made.sync(cloud.context, cloud.driver.resources)
    assert "COMPUTE_NODE" in providers.names
    assert "OWNER_NOVA" not in providers.names
    assert len(asked) == 1
    assert providers.calls == ["inventories", "traits", "set_inventories", "change_traits", "change_traits"]
    made.forget()
    made.sync(cloud.context, cloud.driver.resources)
    assert len(asked) == 2


def test_traits_that_are_refused_for_another_reason_are_an_error(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "known_traits", lambda context, names: names)
    providers = FakeProviders()
    providers.unknown = {"OWNER_NOVA"}
    with pytest.raises(exception.ResourceProviderInvalid, match="No such trait"):
        NodeProvider(providers).sync(cloud.context, cloud.driver.resources)  # type: ignore[arg-type]
