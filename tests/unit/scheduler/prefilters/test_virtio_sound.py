# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pre-filter virtio_sound."""

import pytest

from nova_lite.scheduler.prefilters import virtio_sound
from tests.unit.scheduler.builders import a_spec, around


@pytest.mark.parametrize(
    ("extra_specs", "properties", "traits"),
    [
        ({}, {"hw_sound_model": "ich9"}, []),
        ({"hw:sound_model": "virtio"}, {}, ["COMPUTE_SOUND_MODEL_VIRTIO"]),
    ],
)
def test_traits(extra_specs: dict[str, str], properties: dict[str, str], traits: list[str]) -> None:
    spec = a_spec(extra_specs, properties)
    virtio_sound.apply(spec, around())
    assert spec.root_required_traits == traits
