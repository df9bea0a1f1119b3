# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pre-filter image_metadata."""

from collections.abc import Iterator

import pytest

from nova_lite.conf import CONF
from nova_lite.scheduler.prefilters import image_metadata
from tests.unit.scheduler.builders import a_spec, around


@pytest.fixture
def switched_on() -> Iterator[None]:
    CONF.set_override("image_metadata_prefilter", True, "scheduler")
    yield
    CONF.clear_override("image_metadata_prefilter", "scheduler")


DEVICES = {"hw_disk_bus": "scsi", "hw_vif_model": "spapr-vlan", "hw_architecture": "x86_64", "hw_viommu_model": "intel"}


def test_devices_become_traits(switched_on: None) -> None:
    spec = a_spec(properties=DEVICES)
    image_metadata.apply(spec, around())
    assert sorted(spec.root_required_traits) == [
        "COMPUTE_NET_VIF_MODEL_SPAPR_VLAN",
        "COMPUTE_STORAGE_BUS_SCSI",
        "COMPUTE_VIOMMU_MODEL_INTEL",
        "HW_ARCH_X86_64",
    ]


def test_one_unknown_name_cancels_all(switched_on: None) -> None:
    spec = a_spec(properties={**DEVICES, "hw_video_model": "crystal-ball"})
    image_metadata.apply(spec, around())
    assert spec.root_required_traits == []


def test_off_by_default() -> None:
    spec = a_spec(properties=DEVICES)
    image_metadata.apply(spec, around())
    assert spec.root_required_traits == []
