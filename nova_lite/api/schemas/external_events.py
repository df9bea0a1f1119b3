# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Schemas of events that other services send."""

from nova_lite.api.schemas import answers, types
from nova_lite.api.schemas.types import Schema

_NAMES = ["network-changed", "network-vif-plugged", "network-vif-unplugged", "network-vif-deleted"]
_NAMES_2_51 = [*_NAMES, "volume-extended"]
_NAMES_2_76 = [*_NAMES_2_51, "power-update"]
_NAMES_2_82 = [*_NAMES_2_76, "accelerator-request-bound"]
_NAMES_2_93 = [*_NAMES_2_82, "volume-reimaged"]


def _create(names: list[str]) -> Schema:
    event = types.strict(
        {
            "name": {"type": "string", "enum": names},
            "server_uuid": types.UUID,
            "status": {"type": "string", "enum": ["failed", "completed", "in-progress"]},
            "tag": types.text(),
        },
        "name",
        "server_uuid",
    )
    return types.wrapped("events", types.listed(event, 1))


def _answer() -> Schema:
    """The events as they were sent, with what became of each."""
    event = {
        "name": answers.TEXT,
        "server_uuid": answers.TEXT,
        "status": answers.word("failed", "completed", "in-progress"),
        "tag": answers.TEXT,
        "code": answers.word(200, 400, 404, 422),
    }
    return answers.one("events", answers.listed(answers.record(event, optional=("tag",))))


ANSWER = _answer()
CREATE = _create(_NAMES)
CREATE_2_51 = _create(_NAMES_2_51)
CREATE_2_76 = _create(_NAMES_2_76)
CREATE_2_82 = _create(_NAMES_2_82)
CREATE_2_93 = _create(_NAMES_2_93)
