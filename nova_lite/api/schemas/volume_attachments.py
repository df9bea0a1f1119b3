# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Schemas of volume attachments and of assisted volume snapshots."""

from nova_lite.api.schemas import queries, types
from nova_lite.api.validation import Query

_DEVICE = types.nullable({"type": "string", "pattern": "^/dev/x?[a-z]?d?[a-z]+[0-9]*$"})
_ATTACH = {"volumeId": types.UUID, "device": _DEVICE}
_TAGGED = {**_ATTACH, "tag": types.TAG}
_FULL = {**_TAGGED, "delete_on_termination": types.BOOL}


def _attachment(fields: dict[str, types.Schema]) -> types.Schema:
    return types.wrapped("volumeAttachment", types.strict(fields, "volumeId"))


CREATE = _attachment(_ATTACH)
CREATE_2_49 = _attachment(_TAGGED)
CREATE_2_79 = _attachment(_FULL)
UPDATE = _attachment({"volumeId": types.UUID})
UPDATE_2_85 = _attachment({**_FULL, "id": types.UUID, "serverId": types.UUID, "tag": types.nullable(types.TAG)})
LIST = Query(queries.OFFSET_PAGE)

_TEXT = types.text(1)
SNAPSHOT = types.wrapped(
    "snapshot",
    types.strict(
        {
            "volume_id": _TEXT,
            "create_info": types.strict(
                {
                    "snapshot_id": _TEXT,
                    "type": {"type": "string", "enum": ["qcow2"]},
                    "new_file": _TEXT,
                    "id": _TEXT,
                },
                "snapshot_id",
                "type",
                "new_file",
            ),
        },
        "volume_id",
        "create_info",
    ),
)
DELETE_SNAPSHOT = Query({"delete_info": types.STRING})
