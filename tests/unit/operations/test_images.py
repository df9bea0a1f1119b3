# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Image filters in Glance's words."""

import pytest

from nova_lite import exception
from nova_lite.operations import images


def test_filters() -> None:
    given = {
        "name": "n",
        "status": "ACTIVE",
        "type": "snapshot",
        "minDisk": "1",
        "server": "http://host/servers/s",
        "property-x": "y",
        "changes-since": "2024-05-01T02:00:00+02:00",
        "limit": "7",
    }
    assert images.glance_filters(given) == {
        "name": "n",
        "status": "active",
        "image_type": "snapshot",
        "min_disk": "1",
        "instance_uuid": "s",
        "x": "y",
        "updated_at": "gte:2024-05-01T00:00:00Z",
    }


@pytest.mark.parametrize("text", ["yesterday", "0001-01-01T00:00:00+23:00"])
def test_bad_times(text: str) -> None:
    with pytest.raises(exception.InvalidInput):
        images.glance_filters({"changes-since": text})
