# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ImagePropertiesWeigher."""

from nova_lite.conf import CONF
from nova_lite.scheduler.weighers.image_properties import ImagePropertiesWeigher
from tests.unit.scheduler.builders import a_host, a_spec


def test_equal_properties_of_the_servers_here_count() -> None:
    alike, half = {"os_distro": "debian", "os_type": "linux"}, {"os_distro": "other", "os_type": "linux"}
    host = a_host(instances={"a": {"image_properties": alike}, "b": {"image_properties": half}, "c": {}})
    spec = a_spec(properties=alike)
    assert ImagePropertiesWeigher().value(host, spec) == 3.0
    CONF.set_override("image_props_weight_setting", ["os_distro=2.5"], "filter_scheduler")
    try:
        assert ImagePropertiesWeigher().value(host, spec) == 2.5
    finally:
        CONF.clear_override("image_props_weight_setting", "filter_scheduler")
