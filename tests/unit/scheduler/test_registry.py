# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which filters and weighers are on."""

from collections.abc import Iterator

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.scheduler import registry
from nova_lite.scheduler.weighers.base import option_of


@pytest.fixture
def options() -> Iterator[None]:
    yield
    for name in ("enabled_filters", "weight_classes"):
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
