# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Limits and the checks against them.

A limit comes from the user's row, else the project's, else the default class, else [quota]. -1 is no limit.
Checks raise OverQuota (403 on the wire); they reserve nothing, see recheck.py for requests that race.
"""

import base64
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import keypairs, quotas, server_groups
from nova_lite.db.engine import api_database
from nova_lite.limits import usage
from nova_lite.objects.flavor import Flavor

UNLIMITED = -1

# Resource and its option in [quota]; the resources of networks are Neutron's and never limited here.
_OPTIONS = {
    "instances": "instances",
    "cores": "cores",
    "ram": "ram",
    "metadata_items": "metadata_items",
    "injected_files": "injected_files",
    "injected_file_content_bytes": "injected_file_content_bytes",
    "injected_file_path_bytes": "injected_file_path_length",
    "key_pairs": "key_pairs",
    "server_groups": "server_groups",
    "server_group_members": "server_group_members",
}
NETWORK_RESOURCES = ("fixed_ips", "floating_ips", "security_groups", "security_group_rules")
RESOURCES = (*_OPTIONS, *NETWORK_RESOURCES)


def enforced() -> bool:
    """False with the driver that knows no limits."""
    return "Noop" not in CONF.quota.driver


def defaults(session: Session) -> dict[str, int]:
    """Limits of projects that have none of their own."""
    if not enforced():
        return dict.fromkeys(RESOURCES, UNLIMITED)
    return _with_class(quotas.of_class(session))


def of_class(session: Session, name: str) -> dict[str, int]:
    """The configured limits with those set for a class."""
    return _with_class(quotas.of_class(session, name))


def _with_class(own: Mapping[str, int]) -> dict[str, int]:
    configured = {resource: int(CONF.quota[option]) for resource, option in _OPTIONS.items()}
    return {
        **{resource: own.get(resource, value) for resource, value in configured.items()},
        **dict.fromkeys(NETWORK_RESOURCES, UNLIMITED),
    }


def limits(session: Session, project_id: str, user_id: str | None = None) -> dict[str, int]:
    """Limits of a project, or of one user of it, by resource. `session` is of the API database."""
    if not enforced():
        return defaults(session)
    stored = quotas.stored(session, project_id, user_id)
    return _merged(stored.of_class, stored.of_project, stored.of_user)


def _merged(of_class: Mapping[str, int], *own: Mapping[str, int]) -> dict[str, int]:
    """Limits of a class with those of a project and a user over them."""
    found = _with_class(of_class)
    for limits_of_one in own:
        found.update({resource: limit for resource, limit in limits_of_one.items() if resource in _OPTIONS})
    return found


def over(limit: int, used: int, more: int) -> bool:
    """True if `more` does not fit on top of `used`."""
    return limit != UNLIMITED and used + more > limit


# ---- servers ---------------------------------------------------------------------------------------------------------


def check_servers(context: RequestContext, flavor: Flavor, min_count: int, max_count: int) -> int:
    """How many servers of a flavor may be created, at most max_count; raises TooManyInstances below min_count."""
    if not enforced():
        return max_count
    each = {"instances": 1, "cores": flavor.vcpus, "ram": flavor.memory_mb}
    with api_database().reader() as session:
        views = _views(session, str(context.project_id), context.user_id)
    room = min(_room(view, each, max_count) for view in views)
    if room >= min_count:
        return room
    asked = {name: str(value * max_count) for name, value in each.items()}
    asked["instances"] = str(min_count) if min_count == max_count else f"{min_count}-{max_count}"
    deltas = {name: value * min_count for name, value in each.items()}
    view = next(one for one in views if _overs(one, deltas))
    raise _too_many(view, _overs(view, deltas), asked)


def check_deltas(project_id: str, user_id: str | None, deltas: Mapping[str, int]) -> None:
    """Raise TooManyInstances if the growth of instances, cores or ram (MiB) does not fit."""
    if not enforced():
        return
    with api_database().reader() as session:
        views = _views(session, project_id, user_id)
    for view in views:
        overs = _overs(view, deltas)
        if overs:
            raise _too_many(view, overs, {name: str(value) for name, value in deltas.items()})


View = tuple[Mapping[str, int], Mapping[str, int]]


def _views(session: Session, project_id: str, user_id: str | None) -> list[View]:
    """Limits with usage: of the project, and of the user if the user has limits of its own."""
    stored = quotas.stored(session, project_id, user_id)
    views: list[View] = [(_merged(stored.of_class, stored.of_project), usage.of_servers(project_id))]
    if stored.of_user:
        own = _merged(stored.of_class, stored.of_project, stored.of_user)
        views.append((own, usage.of_servers(project_id, user_id)))
    return views


def _room(view: View, each: Mapping[str, int], wanted: int) -> int:
    allowed, used = view
    fits = [
        max(0, allowed[name] - used[name]) // value
        for name, value in each.items()
        if allowed[name] != UNLIMITED and value > 0
    ]
    return min([wanted, *fits])


def _overs(view: View, deltas: Mapping[str, int]) -> list[str]:
    allowed, used = view
    return sorted(name for name, more in deltas.items() if over(allowed[name], used[name], more))


def _too_many(view: View, overs: Sequence[str], asked: Mapping[str, str]) -> exception.TooManyInstances:
    allowed, used = view
    return exception.TooManyInstances(
        overs=", ".join(overs),
        req=", ".join(asked[name] for name in overs),
        used=", ".join(str(used[name]) for name in overs),
        allowed=", ".join(str(allowed[name]) for name in overs),
    )


# ---- other things ----------------------------------------------------------------------------------------------------


def check_files(project_id: str, files: Mapping[str, str]) -> None:
    """Raise OverQuota for too many injected files (base64 content by path), or too long ones."""
    if not files or not enforced():
        return
    with api_database().reader() as session:
        allowed = limits(session, project_id)
    if over(allowed["injected_files"], 0, len(files)):
        raise exception.OverQuota("Personality file limit exceeded.")
    longest_path = max(map(len, files))
    if over(allowed["injected_file_path_bytes"], 0, longest_path):
        raise exception.OverQuota(f"Personality file path exceeds maximum {allowed['injected_file_path_bytes']}.")
    largest = max(len(base64.b64decode(content)) for content in files.values())
    if over(allowed["injected_file_content_bytes"], 0, largest):
        size = allowed["injected_file_content_bytes"]
        raise exception.OverQuota(f"Personality file content exceeds maximum {size}.")


def check_keypairs(session: Session, project_id: str, user_id: str) -> None:
    """Raise OverQuota if the user has all the key pairs that are allowed."""
    if over(limits(session, project_id)["key_pairs"], keypairs.count(session, user_id), 1):
        raise exception.OverQuota("Quota exceeded, too many key pairs.")


def check_server_groups(session: Session, project_id: str, user_id: str) -> None:
    """Raise OverQuota if the project or the user has all the server groups that are allowed."""
    project_full = over(limits(session, project_id)["server_groups"], server_groups.count(session, project_id), 1)
    own = limits(session, project_id, user_id)["server_groups"]
    if project_full or over(own, server_groups.count(session, project_id, user_id), 1):
        raise exception.OverQuota("Quota exceeded, too many server groups.")


def check_group_members(session: Session, group_uuid: str, added: int, project_id: str) -> None:
    """Raise OverQuota if the server group cannot take so many more."""
    members = len(server_groups.get(session, group_uuid).members)
    if over(limits(session, project_id)["server_group_members"], members, added):
        raise exception.OverQuota("Quota exceeded, too many servers in group")
