# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""JsonFilter."""

import pytest

from nova_lite.scheduler.filters.json_query import JsonFilter
from tests.unit.scheduler.builders import a_host, a_spec


@pytest.mark.parametrize(
    ("query", "passes"),
    [
        ("", True),
        ("[]", True),
        ('[">=", "$free_ram_mb", 1024]', True),
        ('[">", "$free_ram_mb", 4096]', False),
        ('["and", [">=", "$free_ram_mb", 1024], ["=", "$hypervisor_hostname", "host1"]]', True),
        ('["or", ["=", "$host", "other"], ["=", "$host", "host1"]]', True),
        ('["not", ["=", "$host", "host1"]]', False),
        ('["in", "$host", "host1", "host2"]', True),
        ('["=", "$stats.rack", "r1"]', True),
        ('["=", "$nothing", "r1"]', False),
        ('["<", "$host", 5]', False),
        ('["explode", 1, 2]', False),
        ("no json", False),
    ],
)
def test_query(query: str, passes: bool) -> None:
    host = a_host(free_ram_mb=2048, stats={"rack": "r1"})
    assert (JsonFilter().rejects(host, a_spec(scheduler_hints={"query": [query]})) is None) is passes


def test_nothing_but_figures_of_the_host_can_be_read() -> None:
    for name in ("consume", "take", "__class__", "service_disabled"):
        spec = a_spec(scheduler_hints={"query": [f'["not", ["=", "${name}", 1], ["=", 1, 2]]']})
        assert a_host().look_up([name]) is None
        assert JsonFilter().rejects(a_host(), spec) is None
