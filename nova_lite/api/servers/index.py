# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""GET /servers and /servers/detail: filters of the query into filters of the lists."""

from collections.abc import Callable
from typing import Any

from oslo_utils import strutils, timeutils

from nova_lite import exception, policy
from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import server_queries
from nova_lite.api.servers import facts
from nova_lite.api.views import hidden_servers
from nova_lite.api.views import servers as view
from nova_lite.db.api import flavors
from nova_lite.db.engine import api_database
from nova_lite.objects.instance import Instance
from nova_lite.operations import down_cells, lists

ALL_FILTERS = "os_compute_api:servers:allow_all_filters"
USER_FILTERS = {
    "name": (2, 1),
    "status": (2, 1),
    "image": (2, 1),
    "flavor": (2, 1),
    "ip": (2, 1),
    "ip6": (2, 5),
    "reservation_id": (2, 1),
    "changes-since": (2, 1),
    "changes-before": (2, 66),
    "tags": (2, 26),
    "tags-any": (2, 26),
    "not-tags": (2, 26),
    "not-tags-any": (2, 26),
    "locked": (2, 73),
    "all_tenants": (2, 1),
    **dict.fromkeys(
        (
            "availability_zone",
            "config_drive",
            "key_name",
            "created_at",
            "launched_at",
            "terminated_at",
            "power_state",
            "progress",
            "task_state",
            "vm_state",
            "user_id",
        ),
        (2, 83),
    ),
    "hostname": (2, 90),
}
PAGING = frozenset({"limit", "marker", "sort_key", "sort_dir"})
TAG_FILTERS = {"tags": "tags", "tags-any": "tags_any", "not-tags": "not_tags", "not-tags-any": "not_tags_any"}
RENAMED = {"image": "image_ref", "description": "display_description"}
ADMIN_SORT_KEYS = frozenset({"host", "node"})


def index(req: ApiRequest) -> dict[str, Any]:
    """The short list."""
    page = _page(req, "os_compute_api:servers:index:get_all_tenants", detailed=False)
    shown = [view.brief(req, one) for one in page.servers]
    return _body(req, page, [*_hidden(req, page, hidden_servers.brief), *shown], "servers")


def detail(req: ApiRequest) -> dict[str, Any]:
    """The list of whole servers."""
    page = _page(req, "os_compute_api:servers:detail:get_all_tenants", detailed=True)
    known = facts.of_many(req, page)
    shown = [view.detail(req, one, known[one.uuid]) for one in page.servers]
    return _body(req, page, [*_hidden(req, page, hidden_servers.detail), *shown], "servers/detail")


def _hidden(req: ApiRequest, page: lists.Page, show: Callable[[ApiRequest, Instance], Any]) -> list[Any]:
    """Servers of cells that do not answer: from 2.69 on in plain lists, else they are skipped if that is allowed."""
    if not page.down_cells:
        return []
    if req.version < (2, 69) or set(req.query) - {"all_tenants"}:
        down_cells.require_all(page.down_cells)
        return []
    project_id = None if _everywhere(req.query.get("all_tenants")) else req.context.project_id
    return [show(req, one) for one in down_cells.listed(page.down_cells, project_id, req.limit())]


def _body(req: ApiRequest, page: lists.Page, shown: list[dict[str, Any]], path: str) -> dict[str, Any]:
    body: dict[str, Any] = {"servers": shown}
    links = req.next_links(path, shown, shown[-1]["id"] if shown else None)
    if links:
        body["servers_links"] = links
    return body


def _page(req: ApiRequest, everywhere_rule: str, detailed: bool) -> lists.Page:
    may_all = policy.authorize(req.context, ALL_FILTERS, do_raise=False)
    given = {name: value for name, value in req.query.items() if name not in PAGING and _usable(req, name, may_all)}
    filters = _scope(req, given, everywhere_rule)
    if not _states(req, given, filters) or not _flavor(given, filters):
        return lists.Page()
    _times(given, filters)
    _rest(req, given, filters, may_all)
    return lists.page(
        req.context, filters, _sort(req), req.limit(), req.query.get("marker"), detailed, facts.extent(req)
    )


def _usable(req: ApiRequest, name: str, may_all: bool) -> bool:
    """True for a filter that the caller may use; raises for those that nobody may."""
    if may_all:
        if name.startswith("_") or name in _JOINED:
            raise exception.ValidationError(detail=f"Invalid filter field: {name}.")
        return True
    return name in USER_FILTERS and req.version >= USER_FILTERS[name]


_JOINED = frozenset(
    {
        "block_device_mapping",
        "services",
        "metadata",
        "system_metadata",
        "info_cache",
        "security_groups",
        "pci_devices",
    }
)


def _scope(req: ApiRequest, given: dict[str, str], rule: str) -> dict[str, Any]:
    """Whose servers: the caller's project, or any with all_tenants."""
    text = given.pop("all_tenants", None)
    wanted = given.pop("tenant_id", None)
    project_id = given.pop("project_id", None) or wanted
    if _everywhere(text):
        policy.authorize(req.context, rule)
        return {"project_id": project_id} if project_id else {}
    return {"project_id": req.context.project_id}


def _everywhere(text: str | None) -> bool:
    """The meaning of all_tenants: a key without value is true."""
    return text is not None and (not text or _strict_bool(text, "all_tenants"))


def _strict_bool(text: str, name: str) -> bool:
    try:
        return bool(strutils.bool_from_string(text, strict=True))
    except ValueError as error:
        raise exception.ValidationError(detail=f"Invalid value '{text}' for {name}: {error}") from error


def _states(req: ApiRequest, given: dict[str, str], filters: dict[str, Any]) -> bool:
    """Deleted servers and status words; False when nothing can match."""
    _deleted(given, filters)
    given.pop("status", None)
    words = req.query_lists.get("status", [])
    if not words:
        return True
    vm_states, tasks = view.states_of(words)
    if not vm_states:
        if req.version >= (2, 38):
            raise exception.ValidationError(detail=f"Invalid status value: {', '.join(words)}")
        return False
    if "deleted" in vm_states:
        if not req.context.is_admin:
            raise exception.Forbidden("Only administrators may list deleted instances")
        filters["deleted"] = True
    if "soft-delete" in vm_states:
        filters.pop("not_vm_state", None)
    filters["vm_state"] = vm_states
    if "default" not in tasks:
        filters["task_state"] = tasks
    return True


def _deleted(given: dict[str, str], filters: dict[str, Any]) -> None:
    """Deleted and soft-deleted servers: hidden unless asked for, or unless changes are asked for."""
    changes = "changes-since" in given or "changes-before" in given
    deleted = given.pop("deleted", None)
    soft_deleted = given.pop("soft_deleted", None)
    filters["deleted"] = "any" if changes else False
    if deleted is not None:
        filters["deleted"] = bool(strutils.bool_from_string(deleted))
    shown = filters["deleted"] is not False if soft_deleted is None else strutils.bool_from_string(soft_deleted)
    if not shown:
        filters["not_vm_state"] = ["soft-delete"]


def _flavor(given: dict[str, str], filters: dict[str, Any]) -> bool:
    """The flavor filter; False for an unknown flavor."""
    flavorid = given.pop("flavor", None)
    if flavorid is None:
        return True
    with api_database().reader() as session:
        try:
            filters["instance_type_id"] = flavors.get(session, flavorid).id
        except exception.FlavorNotFound:
            return False
    return True


def _times(given: dict[str, str], filters: dict[str, Any]) -> None:
    for name in ("changes-since", "changes-before"):
        text = given.pop(name, None)
        if text is not None:
            filters[name.replace("-", "_")] = timeutils.normalize_time(timeutils.parse_isotime(text))
    since, before = filters.get("changes_since"), filters.get("changes_before")
    if since is not None and before is not None and since > before:
        raise exception.ValidationError(detail="The value of changes-since must not be later than changes-before.")


def _rest(req: ApiRequest, given: dict[str, str], filters: dict[str, Any], may_all: bool) -> None:
    """Everything that maps one to one."""
    for name, text in given.items():
        if name in TAG_FILTERS:
            filters[TAG_FILTERS[name]] = [tag for tag in text.split(",") if tag]
        elif name == "locked":
            filters["locked"] = _strict_bool(text, "locked")
        elif name in ("vm_state", "task_state") and name in filters:
            filters[name] = {text} & set(filters[name])
        else:
            filters[RENAMED.get(name, name)] = text


def _sort(req: ApiRequest) -> list[tuple[str, str]]:
    """Sort keys with directions; ignored keys are left out."""
    keys = req.query_lists.get("sort_key", [])
    directions = req.query_lists.get("sort_dir", [])
    pairs = [(key, directions[at] if at < len(directions) else "desc") for at, key in enumerate(keys)]
    if ADMIN_SORT_KEYS & set(keys) and not req.context.is_admin:
        raise exception.Forbidden("Sorting by host or node is for administrators")
    usable = {*server_queries.SORT_KEYS, *(["locked"] if req.version >= (2, 73) else [])}
    found = [(key, direction) for key, direction in pairs if key in usable]
    return found or [("created_at", directions[0] if directions else "desc")]
