# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The image cache pass."""

from nova_lite.compute.periodics import image_cache
from tests.unit.compute.fakes import Cloud


def test_driver_learns_which_servers_there_are(cloud: Cloud) -> None:
    cloud.instance()
    image_cache.run(cloud.host, cloud.context)
    assert cloud.driver.calls == ["manage_image_cache 1"]
