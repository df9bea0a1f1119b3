# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Answers about availability zones."""

from nova_lite.api.schemas import answers

_STATE = answers.record({"available": answers.BOOLEAN})
_SERVICE = answers.record(
    {"active": answers.BOOLEAN, "available": answers.BOOLEAN, "updated_at": answers.PLAIN_TIME_OR_NULL}
)
_ZONE = {"zoneName": answers.TEXT, "zoneState": _STATE}
_HOSTS = answers.either(answers.keyed(answers.keyed(_SERVICE)), answers.NULL)

LIST = answers.one("availabilityZoneInfo", answers.listed(answers.record({**_ZONE, "hosts": answers.NULL})))
DETAIL = answers.one("availabilityZoneInfo", answers.listed(answers.record({**_ZONE, "hosts": _HOSTS})))
