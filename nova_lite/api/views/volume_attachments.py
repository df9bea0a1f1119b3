# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A volume of a server as the API shows it: one row per key with its microversions."""

from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import ABSENT, Field, View, column

full = View(
    "VolumeAttachment",
    Field("id", answers.TEXT_OR_NULL, column("volume_id"), until="2.88"),
    Field("volumeId", answers.TEXT_OR_NULL, column("volume_id")),
    Field("serverId", answers.TEXT, column("instance_uuid")),
    Field("device", answers.TEXT, lambda req, device: device.device_name or ABSENT, optional=True),
    Field("tag", answers.TEXT_OR_NULL, column("tag"), "2.70"),
    Field("delete_on_termination", answers.BOOLEAN, column("delete_on_termination"), "2.79"),
    Field("attachment_id", answers.TEXT_OR_NULL, column("attachment_id"), "2.89"),
    Field("bdm_uuid", answers.TEXT_OR_NULL, column("uuid"), "2.89"),
)
ALL = answers.one("volumeAttachments", answers.listed(full))
ONE = answers.one("volumeAttachment", full)
