# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The host's report."""

from dataclasses import replace

from nova_lite.compute.periodics import update_available_resource
from tests.unit.compute.fakes import NODE_UUID, Cloud


def test_host_is_measured_again(cloud: Cloud) -> None:
    cloud.driver.resources = replace(cloud.driver.resources, vcpus=16)
    update_available_resource.run(cloud.host, cloud.context)
    assert cloud.store.nodes[NODE_UUID].vcpus == 16
