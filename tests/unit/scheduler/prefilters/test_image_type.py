# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pre-filter image_type."""

from nova_lite.conf import CONF
from nova_lite.scheduler.prefilters import image_type
from tests.unit.scheduler.builders import a_spec, around


def test_only_when_switched_on() -> None:
    spec = a_spec()
    spec.image.disk_format = "qcow2"
    image_type.apply(spec, around([]))
    assert spec.root_required_traits == []
    CONF.set_override("query_placement_for_image_type_support", True, "scheduler")
    try:
        image_type.apply(spec, around([]))
    finally:
        CONF.clear_override("query_placement_for_image_type_support", "scheduler")
    assert spec.root_required_traits == ["COMPUTE_IMAGE_TYPE_QCOW2"]
