# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Events that Neutron, Cinder and others send about servers."""

from typing import Any

import webob
from oslo_serialization import jsonutils

from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing
from nova_lite.api.schemas import external_events as schemas
from nova_lite.operations import external_events

_RULE = "os_compute_api:os-server-external-events:create"
_ACCEPTED, _SOME = 200, 207


def create(req: ApiRequest) -> webob.Response:
    """POST /os-server-external-events: 200 if every event was accepted, else 207 with a code for each."""
    events: list[dict[str, Any]] = [{"status": "completed", **event} for event in req.body["events"]]
    codes = external_events.deliver(req.context, events)
    for event, code in zip(events, codes, strict=True):
        event["code"] = code
        if code != _ACCEPTED:
            event["status"] = "failed"
    status = _ACCEPTED if all(code == _ACCEPTED for code in codes) else _SOME
    return webob.Response(
        status=status, content_type="application/json", body=jsonutils.dump_as_bytes({"events": events})
    )


def _row(schema: dict[str, Any], **versions: Any) -> Route:
    path = "/os-server-external-events"
    return Route(
        "POST", path, "create", create, _RULE, body=schema, answer=schemas.ANSWER, policy_target=nothing, **versions
    )


ROUTES = (
    _row(schemas.CREATE, until="2.50"),
    _row(schemas.CREATE_2_51, since="2.51", until="2.75"),
    _row(schemas.CREATE_2_76, since="2.76", until="2.81"),
    _row(schemas.CREATE_2_82, since="2.82", until="2.92"),
    _row(schemas.CREATE_2_93, since="2.93"),
)
