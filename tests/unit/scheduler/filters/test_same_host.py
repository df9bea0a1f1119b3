# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""SameHostFilter."""

from nova_lite.scheduler.filters.same_host import SameHostFilter
from tests.unit.scheduler.builders import a_host, a_spec


def test_one_of_the_named_servers_is_here() -> None:
    spec = a_spec(scheduler_hints={"same_host": ["a", "b"]})
    assert SameHostFilter().rejects(a_host(instances={"b": {}}), spec) is None
    assert "a, b" in str(SameHostFilter().rejects(a_host(), spec))
    assert SameHostFilter().rejects(a_host(), a_spec()) is None
