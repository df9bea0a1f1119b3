# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""NumInstancesWeigher."""

from nova_lite.scheduler.weighers.num_instances import NumInstancesWeigher
from tests.unit.scheduler.builders import a_host, a_spec


def test_value() -> None:
    assert NumInstancesWeigher().value(a_host(num_instances=5), a_spec()) == 5.0
