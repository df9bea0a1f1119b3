# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pre-filter compute_status."""

from nova_lite.scheduler.prefilters import compute_status
from tests.unit.scheduler.builders import a_spec, around


def test_disabled_hosts_are_not_asked_for() -> None:
    spec = a_spec()
    compute_status.apply(spec, around([]))
    assert spec.root_forbidden_traits == ["COMPUTE_STATUS_DISABLED"]
