# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pre-filter accelerators."""

import pytest

from nova_lite.scheduler.prefilters import accelerators
from tests.unit.scheduler.builders import a_spec, around


@pytest.mark.parametrize(
    ("extra_specs", "properties", "traits"),
    [
        ({}, {}, []),
        ({"accel:device_profile": "gpu"}, {}, ["COMPUTE_ACCELERATORS"]),
    ],
)
def test_traits(extra_specs: dict[str, str], properties: dict[str, str], traits: list[str]) -> None:
    spec = a_spec(extra_specs, properties)
    accelerators.apply(spec, around())
    assert spec.root_required_traits == traits
