# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Nova's own quota driver: limits from the API database and options, usage counted where the servers are.

A limit of -1 means no limit. [quota]driver NoopQuotaDriver switches everything off.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import build_requests, cell_mappings, keypairs, quotas, server_groups
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main import instances
from nova_lite.objects.flavor import Flavor

UNLIMITED = -1
RESOURCES = (
    "instances",
    "cores",
    "ram",
    "metadata_items",
    "injected_files",
    "injected_file_content_bytes",
    "injected_file_path_length",
    "key_pairs",
    "server_groups",
    "server_group_members",
)
COUNTED = ("cores", "instances", "ram")


def enabled() -> bool:
    """False with the no-operation driver."""
    return "Noop" not in CONF.quota.driver


def defaults(session: Session) -> dict[str, int]:
    """Limits of projects for which none are set: the default class's, else the options'."""
    found = {name: int(getattr(CONF.quota, name)) for name in RESOURCES}
    found.update({name: limit for name, limit in quotas.of_class(session).items() if name in found})
    return found


def limits(session: Session, project_id: str, user_id: str | None = None) -> dict[str, int]:
    """Limits of a project, or of a user in it."""
    found = {**defaults(session), **quotas.of_project(session, project_id)}
    if user_id is not None:
        found.update(quotas.of_user(session, project_id, user_id))
    return found


def usage(project_id: str, user_id: str | None = None) -> dict[str, int]:
    """Servers, cores and ram (MiB) of a project, or of a user in it, over all cells and what waits for a host."""
    total = dict.fromkeys(COUNTED, 0)
    for url in _cell_urls():
        with cell_database(url).reader() as session:
            for name, amount in instances.usage(session, project_id, user_id).items():
                total[name] += amount
    return total


def _cell_urls() -> list[str | None]:
    """Databases that hold servers; just the configured one when there is a single cell besides cell0."""
    with api_database().reader() as session:
        urls = [row.database_connection for row in cell_mappings.listed(session)]
    return list(dict.fromkeys(urls)) or [None]


def check_servers(context: RequestContext, flavor: Flavor, minimum: int, maximum: int) -> int:
    """How many servers of a flavor, up to `maximum`, the project and the user have room for.

    Raises TooManyInstances when it is fewer than `minimum`.
    """
    if not enabled():
        return maximum
    project_id, user_id = str(context.project_id), str(context.user_id)
    each = {"instances": 1, "cores": flavor.vcpus, "ram": flavor.memory_mb}
    with api_database().reader() as session:
        project_limits = limits(session, project_id)
        user_limits = {**project_limits, **quotas.of_user(session, project_id, user_id)}
        waiting = len(build_requests.listed(session, project_id))
    used = usage(project_id)
    used["instances"] += waiting
    room = _room(project_limits, used, each, maximum)
    if user_limits != project_limits:
        own = usage(project_id, user_id)
        user_room = _room(user_limits, own, each, maximum)
        if user_room < room:
            room, used, project_limits = user_room, own, user_limits
    if room < minimum:
        raise too_many(project_limits, used, {name: amount * minimum for name, amount in each.items()})
    return room


def _room(allowed: Mapping[str, int], used: Mapping[str, int], each: Mapping[str, int], most: int) -> int:
    """How many more servers fit, at most `most`."""
    room = most
    for name, amount in each.items():
        if allowed[name] != UNLIMITED and amount:
            room = min(room, max(0, (allowed[name] - used[name]) // amount))
    return room


def too_many(
    allowed: Mapping[str, int], used: Mapping[str, int], wanted: Mapping[str, int]
) -> exception.TooManyInstances:
    """The error that names every resource that would go over."""
    overs = [
        name for name in sorted(wanted) if allowed[name] != UNLIMITED and used[name] + wanted[name] > allowed[name]
    ]
    return exception.TooManyInstances(
        overs=", ".join(overs),
        req=", ".join(str(wanted[name]) for name in overs),
        used=", ".join(str(used[name]) for name in overs),
        allowed=", ".join(str(allowed[name]) for name in overs),
    )


def check_files(project_id: str, files: Mapping[str, str]) -> None:
    """Raise OverQuota for too many, too long or too deeply named injected files (content in base64)."""
    if not files or not enabled():
        return
    with api_database().reader() as session:
        allowed = limits(session, project_id)
    checks: Iterable[tuple[str, int, str]] = (
        ("injected_files", len(files), "Maximum number of injected files exceeded"),
        ("injected_file_path_length", max(map(len, files)), "Maximum injected file path length exceeded"),
        (
            "injected_file_content_bytes",
            max(len(content) * 3 // 4 for content in files.values()),
            "Maximum injected file content size exceeded",
        ),
    )
    for name, amount, text in checks:
        if allowed[name] != UNLIMITED and amount > allowed[name]:
            raise exception.OverQuota(text)


def check_group_members(session: Session, group_uuid: str, added: int, project_id: str) -> None:
    """Raise OverQuota when a server group would get too many members."""
    if not enabled():
        return
    allowed = limits(session, project_id)["server_group_members"]
    if allowed != UNLIMITED and len(server_groups.get(session, group_uuid).members) + added > allowed:
        raise exception.OverQuota("Quota exceeded, too many servers in group")


def check_key_pairs(session: Session, user_id: str, project_id: str) -> None:
    """Raise OverQuota when a user may have no further key pair."""
    if not enabled():
        return
    allowed = limits(session, project_id, user_id)["key_pairs"]
    if allowed != UNLIMITED and keypairs.count(session, user_id) + 1 > allowed:
        raise exception.OverQuota("Quota exceeded, too many key pairs.")
