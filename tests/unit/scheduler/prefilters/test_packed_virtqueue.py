# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pre-filter packed_virtqueue."""

import pytest

from nova_lite.scheduler.prefilters import packed_virtqueue
from tests.unit.scheduler.builders import a_spec, around


@pytest.mark.parametrize(
    ("extra_specs", "properties", "traits"),
    [
        ({}, {"hw_virtio_packed_ring": "no"}, []),
        ({}, {"hw_virtio_packed_ring": "yes"}, ["COMPUTE_NET_VIRTIO_PACKED"]),
        ({"hw:virtio_packed_ring": "true"}, {}, ["COMPUTE_NET_VIRTIO_PACKED"]),
    ],
)
def test_traits(extra_specs: dict[str, str], properties: dict[str, str], traits: list[str]) -> None:
    spec = a_spec(extra_specs, properties)
    packed_virtqueue.apply(spec, around())
    assert spec.root_required_traits == traits
