# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pre-filter routed_networks."""

from collections.abc import Iterator

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.scheduler.prefilters import routed_networks
from tests.unit.scheduler.builders import a_spec, around


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, frozenset[str]]]:
    """Aggregates of segments; every request is about the segments s1 and s2."""
    aggregates = {"s1": frozenset({"a"}), "s2": frozenset({"b"})}
    monkeypatch.setattr(routed_networks.segments, "of_requests", lambda context, requested: [["s1", "s2"]])
    monkeypatch.setattr(routed_networks.Providers, "aggregates", lambda self, context, uuid: aggregates[uuid])
    CONF.set_override("query_placement_for_routed_network_aggregates", True, "scheduler")
    yield aggregates
    CONF.clear_override("query_placement_for_routed_network_aggregates", "scheduler")


def test_aggregates_of_the_segments(cloud: dict[str, frozenset[str]]) -> None:
    spec = a_spec()
    routed_networks.apply(spec, around())
    assert spec.member_of == [["a", "b"]]


def test_a_network_without_hosts_fits_nowhere(cloud: dict[str, frozenset[str]]) -> None:
    cloud.update(s1=frozenset(), s2=frozenset())
    with pytest.raises(exception.NoValidHost, match="segments"):
        routed_networks.apply(a_spec(), around())


def test_off_by_default() -> None:
    spec = a_spec()
    routed_networks.apply(spec, around())
    assert spec.member_of == []
