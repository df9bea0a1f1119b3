# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""HypervisorVersionWeigher."""

from nova_lite.scheduler.weighers.hypervisor_version import HypervisorVersionWeigher
from tests.unit.scheduler.builders import a_host, a_spec


def test_value() -> None:
    assert HypervisorVersionWeigher().value(a_host(hypervisor_version=7002000), a_spec()) == 7002000.0
