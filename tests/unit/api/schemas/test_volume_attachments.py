# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies of attachments, just inside and just outside."""

import pytest

from nova_lite import exception
from nova_lite.api import validation
from nova_lite.api.schemas import volume_attachments as schemas

VOLUME = "55555555-5555-4555-8555-555555555555"


@pytest.mark.parametrize("device", [None, "/dev/vdb", "/dev/xvdz", "/dev/sda1"])
def test_devices(device: str | None) -> None:
    validation.check_body(schemas.CREATE, {"volumeAttachment": {"volumeId": VOLUME, "device": device}})


@pytest.mark.parametrize("device", ["vdb", "/dev/", "/dev/vdb/", 1])
def test_bad_devices(device: object) -> None:
    with pytest.raises(exception.ValidationError):
        validation.check_body(schemas.CREATE, {"volumeAttachment": {"volumeId": VOLUME, "device": device}})
