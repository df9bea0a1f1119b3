# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What flavor and image say."""

from nova_lite.hardware.wishes import Wishes
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.image_meta import ImageMeta

SPECS = {"hw:cpu_policy": "shared", "hw:mem_encryption": "no"}


def test_the_flavor_wins() -> None:
    flavor = Flavor(id=1, flavorid="1", name="f", memory_mb=512, vcpus=2, root_gb=1, extra_specs=SPECS)
    image = ImageMeta(id="i", properties={"hw_cpu_policy": "mixed", "hw_locked_memory": "on", "hw_mem_page_size": ""})
    wishes = Wishes.of(flavor, image)
    assert (wishes.vcpus, wishes.memory_mb) == (2, 512)
    assert wishes.pair("cpu_policy") == ("shared", "mixed") and wishes.text("cpu_policy") == "shared"
    assert wishes.pair("mem_page_size") == (None, None)
    assert (wishes.on("mem_encryption"), wishes.on("locked_memory"), wishes.on("pmu")) == (False, True, False)
    assert Wishes.of(flavor, None).properties == {}
