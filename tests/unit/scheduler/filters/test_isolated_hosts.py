# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""IsolatedHostsFilter."""

from collections.abc import Iterator

import pytest

from nova_lite.conf import CONF
from nova_lite.scheduler.filters.isolated_hosts import IsolatedHostsFilter
from tests.unit.scheduler.builders import a_host, a_spec


@pytest.fixture
def options() -> Iterator[None]:
    yield
    for name in ("isolated_images", "isolated_hosts", "restrict_isolated_hosts_to_isolated_images"):
        CONF.clear_override(name, "filter_scheduler")


@pytest.mark.parametrize(
    ("images", "restrict", "host", "passes"),
    [
        (["image"], True, "kept", True),
        (["image"], True, "other", False),
        (["else"], True, "kept", False),
        (["else"], True, "other", True),
        (["else"], False, "kept", True),
        (["image"], False, "other", False),
        ([], True, "kept", False),
        ([], False, "kept", True),
    ],
)
def test_images_and_hosts_belong_together(
    options: None, images: list[str], restrict: bool, host: str, passes: bool
) -> None:
    CONF.set_override("isolated_images", images, "filter_scheduler")
    CONF.set_override("isolated_hosts", ["kept"], "filter_scheduler")
    CONF.set_override("restrict_isolated_hosts_to_isolated_images", restrict, "filter_scheduler")
    assert (IsolatedHostsFilter().rejects(a_host(host), a_spec()) is None) is passes
