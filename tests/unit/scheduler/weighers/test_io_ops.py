# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""IoOpsWeigher."""

from nova_lite.scheduler.weighers.io_ops import IoOpsWeigher
from tests.unit.scheduler.builders import a_host, a_spec


def test_value() -> None:
    assert IoOpsWeigher().value(a_host(num_io_ops=2), a_spec()) == 2.0
