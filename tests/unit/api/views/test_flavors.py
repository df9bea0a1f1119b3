# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Fields of flavors by version."""

from nova_lite.api.views import flavors
from nova_lite.db.api.models import Flavor
from tests.unit.api.views.requests import at

ROW = Flavor(flavorid="1", name="a", memory_mb=1, vcpus=2, root_gb=3, ephemeral_gb=4, swap=0, rxtx_factor=1.0)


def test_fields_that_come_and_go() -> None:
    def keys(minor: int) -> set[str]:
        return set(flavors.full(at(minor), ROW, {}))

    assert keys(55) - keys(54) == {"description"}
    assert keys(61) - keys(60) == {"extra_specs"}
    assert keys(101) - keys(102) == {"rxtx_factor", "OS-FLV-DISABLED:disabled"}
    assert flavors.full(at(74), ROW, None)["swap"] == ""
    assert flavors.full(at(75), ROW, None)["swap"] == 0


def test_extra_specs_only_for_those_who_may() -> None:
    assert "extra_specs" not in flavors.full(at(104), ROW, None)
    assert flavors.full(at(104), ROW, {"a": "b"})["extra_specs"] == {"a": "b"}


def test_brief() -> None:
    assert set(flavors.brief(at(54), ROW)) == {"id", "name", "links"}
    assert set(flavors.brief(at(55), ROW)) == {"id", "name", "links", "description"}
