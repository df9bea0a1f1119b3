# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""AggregateImagePropertiesIsolation."""

from nova_lite.conf import CONF
from nova_lite.scheduler.filters.aggregate_image_properties import AggregateImagePropertiesIsolation
from tests.unit.scheduler.builders import a_host, a_spec


def test_a_listed_property_must_have_a_listed_value() -> None:
    host = a_host(metadata={"os_distro": "ubuntu,debian", "space.tier": "gold"})
    one = AggregateImagePropertiesIsolation()
    assert one.rejects(host, a_spec()) is None
    assert one.rejects(host, a_spec(properties={"os_distro": "debian", "other": "x"})) is None
    assert "os_distro is windows" in str(one.rejects(host, a_spec(properties={"os_distro": "windows"})))


def test_only_keys_of_the_namespace_count() -> None:
    host = a_host(metadata={"os_distro": "ubuntu", "space.tier": "gold"})
    CONF.set_override("aggregate_image_properties_isolation_namespace", "space", "filter_scheduler")
    try:
        one = AggregateImagePropertiesIsolation()
        assert one.rejects(host, a_spec(properties={"os_distro": "windows"})) is None
        assert one.rejects(host, a_spec(properties={"space.tier": "lead"})) is not None
    finally:
        CONF.clear_override("aggregate_image_properties_isolation_namespace", "filter_scheduler")
