# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The order of hosts."""

from collections.abc import Iterator

import pytest

from nova_lite.conf import CONF
from nova_lite.scheduler.host_state import HostState
from nova_lite.scheduler.ranking import Ranking
from nova_lite.scheduler.weighers.image_properties import ImagePropertiesWeigher
from nova_lite.scheduler.weighers.io_ops import IoOpsWeigher
from nova_lite.scheduler.weighers.ram import RAMWeigher
from tests.unit.scheduler.builders import a_host, a_spec


@pytest.fixture
def options() -> Iterator[None]:
    yield
    for name in ("host_subset_size", "shuffle_best_same_weighed_hosts"):
        CONF.clear_override(name, "filter_scheduler")


def three() -> list[HostState]:
    return [a_host("a", free_ram_mb=1), a_host("b", free_ram_mb=3), a_host("c", free_ram_mb=2)]


def names(ranking: Ranking, hosts: list[HostState]) -> str:
    return "".join(host.host for host in ranking.order(hosts))


def test_most_weight_first_and_equals_in_their_order() -> None:
    hosts = three()
    assert names(Ranking(a_spec(), [RAMWeigher(), IoOpsWeigher()], hosts), hosts) == "bca"
    assert names(Ranking(a_spec(), [], hosts), hosts) == "abc"


def test_an_aggregate_turns_the_order_for_its_host() -> None:
    hosts = [*three(), a_host("d", {"ram_weight_multiplier": "-5"}, free_ram_mb=9)]
    assert names(Ranking(a_spec(), [RAMWeigher()], hosts), hosts) == "bcad"


def test_a_multiplier_of_zero_asks_nothing_unless_an_aggregate_does() -> None:
    spec = a_spec(properties={"os_distro": "x"})
    busy = {"image_properties": {"os_distro": "x"}}
    hosts = [a_host("a"), a_host("b", {"image_props_weight_multiplier": "1"}, instances={"1": busy})]
    assert names(Ranking(spec, [ImagePropertiesWeigher()], hosts), hosts) == "ba"
    hosts = [a_host("a"), a_host("b", instances={"1": busy})]
    assert names(Ranking(spec, [ImagePropertiesWeigher()], hosts), hosts) == "ab"


def test_a_consumed_host_is_weighed_anew() -> None:
    hosts = three()
    ranking = Ranking(a_spec(), [RAMWeigher()], hosts)
    assert names(ranking, hosts) == "bca"
    hosts[1].free_ram_mb = 0
    ranking.forget(hosts[1])
    assert names(ranking, hosts) == "cab"


def test_chance_among_the_best(options: None, monkeypatch: pytest.MonkeyPatch) -> None:
    hosts = three()
    CONF.set_override("host_subset_size", 2, "filter_scheduler")
    monkeypatch.setattr("random.randrange", lambda size: size - 1)
    assert names(Ranking(a_spec(), [RAMWeigher()], hosts), hosts) == "cba"
    CONF.set_override("host_subset_size", 1, "filter_scheduler")
    CONF.set_override("shuffle_best_same_weighed_hosts", True, "filter_scheduler")
    monkeypatch.setattr("random.shuffle", lambda items: items.reverse())
    hosts[2].free_ram_mb = 3
    assert names(Ranking(a_spec(), [RAMWeigher()], hosts), hosts) == "cba"
