# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What pre-filters share."""

from nova_lite.scheduler.prefilters.base import require
from tests.unit.scheduler.builders import a_spec


def test_traits_are_added_to_those_required_before() -> None:
    spec = a_spec(root_required_traits=["A"])
    require(spec, "B", "C")
    assert spec.root_required_traits == ["A", "B", "C"]
