# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""IoOpsFilter."""

from nova_lite.scheduler.filters.io_ops import IoOpsFilter
from tests.unit.scheduler.builders import a_host, a_spec


def test_limit_of_the_option() -> None:
    assert IoOpsFilter().rejects(a_host(num_io_ops=7), a_spec()) is None
    assert "at most 8" in str(IoOpsFilter().rejects(a_host(num_io_ops=8), a_spec()))
