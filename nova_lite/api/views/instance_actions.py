# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What was asked of a server, and what each host did about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import ABSENT, Changing, Field, View, column, moment
from nova_lite.api.views.servers import host_id


@dataclass(frozen=True, slots=True)
class Events:
    """Events of an action with what the caller may see of them: hosts and tracebacks (full), details."""

    rows: list[Any]
    project_id: str | None
    full: bool
    details: bool


def _if_full(name: str) -> Callable[..., Any]:
    return lambda req, row, events: getattr(row, name) if events.full else ABSENT


def _events(req: ApiRequest, row: Any, events: Events) -> Any:
    """Until 2.50 for those only who may see everything."""
    return [event(req, one, events) for one in events.rows] if events.full or req.at_least("2.51") else ABSENT


event = View(
    "InstanceActionEvent",
    Field("event", answers.TEXT, column("event")),
    Field("start_time", answers.PLAIN_TIME_OR_NULL, moment("start_time")),
    Field("finish_time", answers.PLAIN_TIME_OR_NULL, moment("finish_time")),
    Field("result", answers.word("Success", "Error", None), column("result")),
    Field("traceback", answers.TEXT_OR_NULL, _if_full("traceback"), optional=True),
    Field("hostId", answers.TEXT, lambda req, row, events: host_id(events.project_id, row.host), "2.62"),
    Field("host", answers.TEXT_OR_NULL, _if_full("host"), "2.62", optional=True),
    Field(
        "details",
        answers.TEXT_OR_NULL,
        lambda req, row, events: row.details if events.details else ABSENT,
        "2.84",
        optional=True,
    ),
)
_ACTION = (
    Field("action", answers.TEXT, column("action")),
    Field("instance_uuid", answers.UUID, column("instance_uuid")),
    Field("request_id", answers.TEXT_OR_NULL, column("request_id")),
    Field("user_id", answers.TEXT_OR_NULL, column("user_id")),
    Field("project_id", answers.TEXT_OR_NULL, column("project_id")),
    Field("start_time", answers.PLAIN_TIME_OR_NULL, moment("start_time")),
    Field("message", answers.TEXT_OR_NULL, column("message")),
    Field("updated_at", answers.PLAIN_TIME_OR_NULL, moment("updated_at"), "2.58"),
)
item = View("InstanceActionOfList", *_ACTION)
full = View(
    "InstanceAction",
    *_ACTION,
    Field("events", answers.listed(event), _events, until="2.50", optional=True),
    Field("events", answers.listed(event), _events, "2.51"),
)

LIST = Changing(
    ("2.1", answers.one("instanceActions", answers.listed(item))),
    ("2.58", answers.page("instanceActions", item, "links")),
)
SHOW = answers.one("instanceAction", full)
