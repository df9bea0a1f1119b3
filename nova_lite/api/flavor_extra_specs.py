# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Extra specs of flavors, key by key."""

from collections.abc import Mapping
from typing import Any

from nova_lite import exception
from nova_lite.api import extra_spec_rules, flavors
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing
from nova_lite.api.schemas import answers, queries
from nova_lite.api.schemas import flavors as schemas
from nova_lite.db.api import flavors as query
from nova_lite.db.engine import api_database, retry_on_deadlock

_RULE = "os_compute_api:os-flavor-extra-specs:"
_ALL = "/flavors/{flavor_id}/os-extra_specs"
_ONE = "/flavors/{flavor_id}/os-extra_specs/{id}"


def index(req: ApiRequest) -> dict[str, Any]:
    """GET .../os-extra_specs."""
    return {"extra_specs": _specs(req)}


def show(req: ApiRequest) -> dict[str, Any]:
    """GET .../os-extra_specs/{key}."""
    key = req.params["id"]
    specs = _specs(req)
    if key not in specs:
        raise _missing(req)
    return {key: specs[key]}


def create(req: ApiRequest) -> dict[str, Any]:
    """POST .../os-extra_specs: merge."""
    _store(req, req.body["extra_specs"])
    return {"extra_specs": req.body["extra_specs"]}


def update(req: ApiRequest) -> dict[str, Any]:
    """PUT .../os-extra_specs/{key}."""
    if req.params["id"] not in req.body:
        raise exception.ValidationError(detail="Request body and URI mismatch")
    _store(req, req.body)
    return dict(req.body)


@retry_on_deadlock
def delete(req: ApiRequest) -> None:
    """DELETE .../os-extra_specs/{key}."""
    with api_database().writer() as session:
        row = query.get(session, req.params["flavor_id"])
        if not query.remove_extra_spec(session, row.id, req.params["id"]):
            raise _missing(req)


def _specs(req: ApiRequest) -> dict[str, str]:
    row = flavors.load(req, req.params["flavor_id"])
    with api_database().reader() as session:
        return query.extra_specs(session, [row.id]).get(row.id, {})


@retry_on_deadlock
def _store(req: ApiRequest, specs: Mapping[str, Any]) -> None:
    texts = {key: str(value) for key, value in specs.items()}
    if req.at_least("2.86"):
        for key, value in texts.items():
            extra_spec_rules.check(key, value)
    with api_database().writer() as session:
        query.set_extra_specs(session, query.get(session, req.params["flavor_id"]).id, texts)


def _missing(req: ApiRequest) -> exception.FlavorExtraSpecsNotFound:
    return exception.FlavorExtraSpecsNotFound(flavor_id=req.params["flavor_id"], extra_specs_key=req.params["id"])


def _row(method: str, path: str, action: str, handler: Any, **more: Any) -> Route:
    return Route(method, path, action, handler, _RULE + action, **more)


_SPECS = answers.keyed(answers.TEXT_OR_NULL)
_GIVEN = answers.keyed({"type": ["string", "number"]})  # writes answer with what was sent
_ONE_SPEC = {"minProperties": 1, "maxProperties": 1}

ROUTES = (
    _row("GET", _ALL, "index", index, query=queries.NONE, answer=answers.one("extra_specs", _SPECS)),
    _row(
        "POST",
        _ALL,
        "create",
        create,
        body=schemas.CREATE_SPECS,
        answer=answers.one("extra_specs", _GIVEN),
        policy_target=nothing,
    ),
    _row("GET", _ONE, "show", show, query=queries.NONE, answer={**_SPECS, **_ONE_SPEC}),
    _row(
        "PUT", _ONE, "update", update, body=schemas.UPDATE_SPEC, answer={**_GIVEN, **_ONE_SPEC}, policy_target=nothing
    ),
    _row("DELETE", _ONE, "delete", delete, policy_target=nothing),
)
