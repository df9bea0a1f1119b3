# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pre-filter owner_nova."""

from nova_lite.scheduler.prefilters import owner_nova
from tests.unit.scheduler.builders import a_spec, around


def test_only_when_every_compute_reports_it() -> None:
    spec = a_spec()
    owner_nova.apply(spec, around(oldest_compute=72))
    assert spec.root_required_traits == []
    owner_nova.apply(spec, around(oldest_compute=73))
    assert spec.root_required_traits == ["OWNER_NOVA"]
