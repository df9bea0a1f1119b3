# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which filters and weighers are on."""

from collections.abc import Iterator

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.scheduler import registry
from nova_lite.scheduler.filters.all_hosts import AllHostsFilter
from nova_lite.scheduler.weighers.base import option_of


@pytest.fixture
def options() -> Iterator[None]:
    yield
    for name in ("enabled_filters", "weight_classes", "available_filters"):
        CONF.clear_override(name, "filter_scheduler")


def test_defaults(options: None) -> None:
    assert list(registry.enabled_filters()) == [
        "ComputeFilter",
        "ComputeCapabilitiesFilter",
        "ImagePropertiesFilter",
        "ServerGroupAntiAffinityFilter",
        "ServerGroupAffinityFilter",
    ]
    assert list(registry.enabled_weighers()) == list(registry.WEIGHERS)


def test_unknown_names_are_named(options: None) -> None:
    CONF.set_override("enabled_filters", ["RetryFilter"], "filter_scheduler")
    with pytest.raises(exception.ConfigInvalid, match="RetryFilter"):
        registry.enabled_filters()
    CONF.set_override("weight_classes", ["nova.scheduler.weights.x.NoWeigher"], "filter_scheduler")
    with pytest.raises(exception.ConfigInvalid, match="NoWeigher"):
        registry.enabled_weighers()


def test_weighers_by_their_class_path(options: None) -> None:
    CONF.set_override("weight_classes", ["nova.scheduler.weights.ram.RAMWeigher"], "filter_scheduler")
    assert list(registry.enabled_weighers()) == ["RAMWeigher"]


def test_every_weigher_has_its_option() -> None:
    for weigher in registry.WEIGHERS.values():
        assert isinstance(option_of(weigher()), float)


def test_filters_of_others_come_by_their_full_name(options: None) -> None:
    own = "tests.unit.scheduler.test_registry.NightFilter"
    CONF.set_override("available_filters", ["nova.scheduler.filters.all_filters", own], "filter_scheduler")
    CONF.set_override("enabled_filters", ["NightFilter", "ComputeFilter"], "filter_scheduler")
    assert list(registry.enabled_filters()) == ["NightFilter", "ComputeFilter"]
    CONF.set_override("available_filters", ["nova.scheduler.filters.compute_filter.ComputeFilter"], "filter_scheduler")
    with pytest.raises(exception.ConfigInvalid, match="no filter NightFilter"):
        registry.enabled_filters()
    CONF.set_override("available_filters", ["no.such.Filter"], "filter_scheduler")
    with pytest.raises(exception.ConfigInvalid, match=r"no\.such\.Filter"):
        registry.enabled_filters()


class NightFilter(AllHostsFilter):
    """A filter from elsewhere."""


def test_a_group_policy_needs_its_filter_or_weigher() -> None:
    for policy in (None, "affinity", "anti-affinity", "soft-affinity", "soft-anti-affinity"):
        registry.check_group(policy, registry.FILTERS, registry.WEIGHERS)
    with pytest.raises(exception.UnsupportedPolicy, match="ServerGroupAffinityFilter not configured"):
        registry.check_group("affinity", ["ComputeFilter"], registry.WEIGHERS)
    with pytest.raises(exception.UnsupportedPolicy, match="ServerGroupSoftAntiAffinityWeigher not configured"):
        registry.check_group("soft-anti-affinity", registry.FILTERS, [])


def test_every_filter_and_weigher_has_its_module() -> None:
    for one in (*registry.FILTERS.values(), *registry.WEIGHERS.values()):
        assert one.__module__.startswith("nova_lite.scheduler.")
    assert registry.FILTERS.keys() >= registry.ON_REBUILD
