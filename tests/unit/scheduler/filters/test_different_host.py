# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""DifferentHostFilter."""

from nova_lite.scheduler.filters.different_host import DifferentHostFilter
from tests.unit.scheduler.builders import a_host, a_spec


def test_none_of_the_named_servers_is_here() -> None:
    spec = a_spec(scheduler_hints={"different_host": ["a", "b"]})
    assert DifferentHostFilter().rejects(a_host(instances={"c": {}}), spec) is None
    assert "server b is here" in str(DifferentHostFilter().rejects(a_host(instances={"b": {}}), spec))
    assert DifferentHostFilter().rejects(a_host(instances={"b": {}}), a_spec()) is None
