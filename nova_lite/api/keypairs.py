# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Key pairs of users: import, generation (before 2.92), list, show, delete."""

import importlib
from typing import Any

from oslo_log import log as logging

from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.schemas import answers
from nova_lite.api.schemas import keypairs as schemas
from nova_lite.api.views import keypairs as view
from nova_lite.db.api import keypairs as query
from nova_lite.db.engine import api_database, retry_on_deadlock
from nova_lite.limits import quota, recheck

LOG = logging.getLogger(__name__)

_RULE = "os_compute_api:os-keypairs:"
_LINKS = "keypairs_links"


def _user(req: ApiRequest) -> str:
    """Whose key pairs are meant: those of the user in query or body (from 2.10 on), else the caller's."""
    asked = req.query_lists.get("user_id")
    if asked:
        return asked[0]
    if isinstance(req.body, dict) and "user_id" in req.body.get("keypair", {}):
        return str(req.body["keypair"]["user_id"])
    return str(req.context.user_id)


def _target(req: ApiRequest) -> dict[str, Any]:
    return {"user_id": _user(req)}


def _key_material() -> Any:
    """What makes and reads keys; its library is big, and most workers never see a key."""
    return importlib.import_module("nova_lite.api.key_material")


def index(req: ApiRequest) -> dict[str, Any]:
    """GET /os-keypairs."""
    paged = req.at_least("2.35")
    limit = req.limit() if paged else None
    with api_database().reader() as session:
        rows = query.page(session, _user(req), limit, req.query.get("marker")) if limit != 0 else []
    answer: dict[str, Any] = {"keypairs": [{"keypair": view.brief(req, row)} for row in rows]}
    links = req.next_links("os-keypairs", rows, rows[-1].name if rows else None) if paged else []
    if links:
        answer[_LINKS] = links
    return answer


def show(req: ApiRequest) -> dict[str, Any]:
    """GET /os-keypairs/{name}."""
    with api_database().reader() as session:
        return {"keypair": view.full(req, query.get(session, _user(req), req.params["id"]))}


@retry_on_deadlock
def create(req: ApiRequest) -> dict[str, Any]:
    """POST /os-keypairs: import a public key, or generate a pair if none is given."""
    body, user_id = req.body["keypair"], _user(req)
    kind, public_key, private_key = body.get("type", "ssh"), body.get("public_key"), None
    with api_database().reader() as session:
        quota.check_keypairs(session, str(req.context.project_id), user_id)
    if public_key is None:
        made = _key_material().generate(kind, user_id)
        public_key, private_key, print_of_key = made.public_key, made.private_key, made.fingerprint
    else:
        print_of_key = _key_material().fingerprint(kind, public_key)
    with api_database().writer() as session:
        row = query.create(
            session,
            user_id=user_id,
            name=body["name"].strip(),
            type=kind,
            public_key=public_key,
            fingerprint=print_of_key,
        )
    recheck.keypair(str(req.context.project_id), user_id, row.name)
    LOG.info("Key pair %s of user %s created", row.name, user_id)
    return {"keypair": view.created(req, row, private_key)}


@retry_on_deadlock
def delete(req: ApiRequest) -> None:
    """DELETE /os-keypairs/{name}; servers keep the keys they have."""
    with api_database().writer() as session:
        query.destroy(session, _user(req), req.params["id"])
    LOG.info("Key pair %s of user %s deleted", req.params["id"], _user(req))


def _row(method: str, path: str, action: str, handler: Any, **more: Any) -> Route:
    return Route(method, path, action, handler, policy=_RULE + action, policy_target=_target, **more)


_ONE = "/os-keypairs/{id}"
_ITEM = answers.one("keypair", view.brief)
_LIST = answers.one("keypairs", answers.listed(_ITEM))
_PAGE = answers.page("keypairs", _ITEM, _LINKS)
_CREATED = answers.one("keypair", view.created)
_SHOWN = answers.one("keypair", view.full)

ROUTES = (
    _row("GET", "/os-keypairs", "index", index, query=schemas.NO_USER, answer=_LIST, until="2.9"),
    _row("GET", "/os-keypairs", "index", index, query=schemas.BY_USER, answer=_LIST, since="2.10", until="2.34"),
    _row("GET", "/os-keypairs", "index", index, query=schemas.PAGE_BY_USER, answer=_PAGE, since="2.35"),
    _row("POST", "/os-keypairs", "create", create, body=schemas.CREATE, answer=_CREATED, until="2.1"),
    _row(
        "POST",
        "/os-keypairs",
        "create",
        create,
        body=schemas.CREATE_2_2,
        answer=_CREATED,
        since="2.2",
        until="2.9",
        ok=201,
    ),
    _row(
        "POST",
        "/os-keypairs",
        "create",
        create,
        body=schemas.CREATE_2_10,
        answer=_CREATED,
        since="2.10",
        until="2.91",
        ok=201,
    ),
    _row("POST", "/os-keypairs", "create", create, body=schemas.CREATE_2_92, answer=_CREATED, since="2.92", ok=201),
    _row("GET", _ONE, "show", show, query=schemas.NO_USER, answer=_SHOWN, until="2.9"),
    _row("GET", _ONE, "show", show, query=schemas.BY_USER, answer=_SHOWN, since="2.10"),
    _row("DELETE", _ONE, "delete", delete, query=schemas.NO_USER, until="2.1", ok=202),
    _row("DELETE", _ONE, "delete", delete, query=schemas.NO_USER, since="2.2", until="2.9", ok=204),
    _row("DELETE", _ONE, "delete", delete, query=schemas.BY_USER, since="2.10", ok=204),
)
