# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Attachments by version."""

import webob

from nova_lite.api.request import ApiRequest
from nova_lite.api.views import volume_attachments as view
from nova_lite.context import RequestContext
from nova_lite.objects.block_device import BlockDevice

DEVICE = BlockDevice(uuid="b", instance_uuid="s", volume_id="v", attachment_id="a")


def test_keys_by_version() -> None:
    def keys(minor: int) -> set[str]:
        return set(view.full(ApiRequest(webob.Request.blank("/"), RequestContext(), (2, minor), {}), DEVICE))

    assert keys(1) == {"id", "volumeId", "serverId"}
    assert keys(70) - keys(69) == {"tag"}
    assert keys(79) - keys(78) == {"delete_on_termination"}
    assert (keys(89) - keys(88), keys(88) - keys(89)) == ({"attachment_id", "bdm_uuid"}, {"id"})
