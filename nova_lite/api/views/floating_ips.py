# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Floating addresses in the form of old API versions."""

from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import Field, View

full = View(
    "FloatingAddress",
    Field("id", answers.TEXT, lambda req, found: found.record.id),
    Field("ip", answers.TEXT, lambda req, found: found.record.address),
    Field("fixed_ip", answers.TEXT_OR_NULL, lambda req, found: found.record.fixed_address),
    Field("instance_id", answers.TEXT_OR_NULL, lambda req, found: found.server_id),
    Field("pool", answers.TEXT_OR_NULL, lambda req, found: found.pool),
)
