# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Limits and the checks against them.

A limit comes from the user's row, else the project's, else the default class, else [quota]; with unified limits it
comes from Keystone (unified.py). -1 is no limit. Checks raise OverQuota (403 on the wire); they reserve nothing, see
recheck.py for requests that race.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from nova_lite import concurrency, exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import keypairs, quotas, server_groups
from nova_lite.db.engine import api_database
from nova_lite.db.session import Session
from nova_lite.limits import driver, unified, usage
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


def defaults(session: Session) -> dict[str, int]:
    """Limits of projects that have none of their own."""
    return of_class(session, quotas.DEFAULT_CLASS)


def of_class(session: Session, name: str) -> dict[str, int]:
    """The configured limits with those set for a class; classes have none of their own with unified limits."""
    if not driver.enforced():
        return dict.fromkeys(RESOURCES, UNLIMITED)
    if driver.unified():
        return _with_networks(unified.limits())
    return _with_class(quotas.of_class(session, name))


def _with_class(own: Mapping[str, int]) -> dict[str, int]:
    """What a class may set has an effect, and of the resources of networks it is shown."""
    configured = _with_networks({resource: int(CONF.quota[option]) for resource, option in _OPTIONS.items()})
    return {resource: own.get(resource, value) for resource, value in configured.items()}


def _with_networks(found: Mapping[str, int]) -> dict[str, int]:
    return {**found, **dict.fromkeys(NETWORK_RESOURCES, UNLIMITED)}


def limits(session: Session, project_id: str, user_id: str | None = None) -> dict[str, int]:
    """Limits of a project, or of one user of it, by resource. `session` is of the API database."""
    if not driver.enforced():
        return defaults(session)
    if driver.unified():
        return _with_networks(unified.limits(project_id))
    stored = quotas.stored(session, project_id, user_id)
    return _merged(stored.of_class, stored.of_project, stored.of_user)


def _merged(of_class: Mapping[str, int], *own: Mapping[str, int]) -> dict[str, int]:
    """Limits of a class with those of a project and a user over them."""
    found = _with_class(of_class)
    for limits_of_one in own:
        found.update({resource: limit for resource, limit in limits_of_one.items() if resource in _OPTIONS})
    return found


def allowed(session: Session, project_id: str, user_id: str | None) -> dict[str, int]:
    """What a user may have besides servers, by resource: the lower of the project's limit and the user's own."""
    if not driver.enforced():
        return defaults(session)
    if driver.unified():
        return _with_networks(unified.general())
    stored = quotas.stored(session, project_id, user_id)
    of_project = _merged(stored.of_class, stored.of_project)
    of_user = _merged(stored.of_class, stored.of_project, stored.of_user)
    return {resource: _lower(limit, of_user[resource]) for resource, limit in of_project.items()}


def _lower(one: int, other: int) -> int:
    return min((limit for limit in (one, other) if limit != UNLIMITED), default=UNLIMITED)


def over(limit: int, used: int, more: int) -> bool:
    """True if `more` does not fit on top of `used`."""
    return limit != UNLIMITED and used + more > limit


# ---- servers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Room:
    """What a project (and its user, if that has limits of its own) has and may have, when servers are asked for.

    `each`: what one server takes, by resource.
    """

    views: list["View"]
    each: dict[str, int]

    def check(self, min_count: int, max_count: int) -> int:
        """How many servers may be created, at most max_count; raises TooManyInstances below min_count."""
        room = min((_room(view, self.each, max_count) for view in self.views), default=max_count)
        if room >= min_count:
            return room
        asked = {name: str(value * max_count) for name, value in self.each.items()}
        servers = unified.SERVERS if driver.unified() else "instances"
        asked[servers] = str(min_count) if min_count == max_count else f"{min_count}-{max_count}"
        deltas = {name: value * min_count for name, value in self.each.items()}
        view = next(one for one in self.views if _overs(one, deltas))
        raise _too_many(view, _overs(view, deltas), asked)


def room_for(context: RequestContext, flavor: Flavor) -> Room:
    """Read what decides how many servers of a flavor may be created."""
    if not driver.enforced():
        return Room([], {})
    each = unified.amounts(flavor) if driver.unified() else _plain(flavor)
    return Room(_views(str(context.project_id), context.user_id, each), each)


def _plain(flavor: Flavor) -> dict[str, int]:
    return {"instances": 1, "cores": flavor.vcpus, "ram": flavor.memory_mb}


def check_present(project_id: str, user_id: str | None, flavor: Flavor | None) -> None:
    """Raise TooManyInstances if what is there already, of the kinds that a server of the flavor uses, is too much."""
    names: set[str] = {"instances", "cores", "ram"}
    if driver.unified() and flavor is not None:
        names = set(unified.amounts(flavor))
    check_deltas(project_id, user_id, dict.fromkeys(names, 0))


def check_deltas(project_id: str, user_id: str | None, deltas: Mapping[str, int]) -> None:
    """Raise TooManyInstances if the growth of instances, cores or ram (MiB) does not fit.

    With unified limits also of any resource class, by Keystone's name for it ("class:DISK_GB").
    """
    if not driver.enforced():
        return
    if driver.unified():
        deltas = {unified.NAMES.get(name, name): value for name, value in deltas.items()}
    for view in _views(project_id, user_id, deltas):
        overs = _overs(view, deltas)
        if overs:
            raise _too_many(view, overs, {name: str(value) for name, value in deltas.items()})


View = tuple[Mapping[str, int], Mapping[str, int]]


def _views(project_id: str, user_id: str | None, names: Collection[str]) -> list[View]:
    """Limits with usage: of the project, and of the user if the user has limits of its own."""
    key = "quota", project_id, user_id, frozenset(names)
    return concurrency.shared(key, partial(_read_views, project_id, user_id, names))


def _read_views(project_id: str, user_id: str | None, names: Collection[str]) -> list[View]:
    if driver.unified():
        return [(unified.of_servers(project_id, names), unified.used(project_id, names))]
    with api_database().reader() as session:
        stored = quotas.stored(session, project_id, user_id)
    of_project = _merged(stored.of_class, stored.of_project)
    views: list[View] = [(of_project, _used(of_project, names, project_id))]
    if stored.of_user:
        of_user = _merged(stored.of_class, stored.of_project, stored.of_user)
        views.append((of_user, _used(of_user, names, project_id, user_id)))
    return views


def _used(
    most: Mapping[str, int], names: Collection[str], project_id: str, user_id: str | None = None
) -> Mapping[str, int]:
    """Usage, of a project or one user of it; nothing is counted when nothing of it has a limit."""
    if all(most[name] == UNLIMITED for name in names):
        return dict.fromkeys(names, 0)
    return usage.of_servers(project_id, user_id)


def _room(view: View, each: Mapping[str, int], wanted: int) -> int:
    most, used = view
    fits = [
        max(0, most[name] - used[name]) // value
        for name, value in each.items()
        if most[name] != UNLIMITED and value > 0
    ]
    return min([wanted, *fits])


def _overs(view: View, deltas: Mapping[str, int]) -> list[str]:
    most, used = view
    return sorted(name for name, more in deltas.items() if over(most[name], used[name], more))


def _too_many(view: View, overs: Sequence[str], asked: Mapping[str, str]) -> exception.TooManyInstances:
    most, used = view
    return exception.TooManyInstances(
        overs=", ".join(overs),
        req=", ".join(asked[name] for name in overs),
        used=", ".join(str(used[name]) for name in overs),
        allowed=", ".join(str(most[name]) for name in overs),
    )


# ---- other things ----------------------------------------------------------------------------------------------------


def check_metadata(project_id: str, user_id: str | None, count: int) -> None:
    """Raise OverQuota when a server may not have so many items of metadata."""
    if not count or not driver.enforced():
        return
    with api_database().reader() as session:
        limit = allowed(session, project_id, user_id)["metadata_items"]
    if over(limit, 0, count):
        raise exception.OverQuota(f"Maximum number of metadata items exceeds {limit}")


def check_files(project_id: str, user_id: str | None, files: Sequence[tuple[str, str]]) -> None:
    """Raise OverQuota for too many injected files, as (path, content in base64), or too long ones.

    As in Nova, a path counts as often as it is given, and the content counts as it was sent, in base64.
    """
    if not files or not driver.enforced():
        return
    with api_database().reader() as session:
        most = allowed(session, project_id, user_id)
    if over(most["injected_files"], 0, len(files)):
        raise exception.OverQuota("Personality file limit exceeded.")
    longest_path = max(len(path) for path, _ in files)
    if over(most["injected_file_path_bytes"], 0, longest_path):
        raise exception.OverQuota(f"Personality file path exceeds maximum {most['injected_file_path_bytes']}.")
    largest = max(len(content) for _, content in files)
    if over(most["injected_file_content_bytes"], 0, largest):
        size = most["injected_file_content_bytes"]
        raise exception.OverQuota(f"Personality file content exceeds maximum {size}.")


def check_keypairs(session: Session, project_id: str, user_id: str, more: int = 1) -> None:
    """Raise OverQuota if the user cannot have so many more key pairs."""
    if over(allowed(session, project_id, user_id)["key_pairs"], keypairs.count(session, user_id), more):
        raise exception.OverQuota("Quota exceeded, too many key pairs.")


def check_server_groups(session: Session, project_id: str, user_id: str, more: int = 1) -> None:
    """Raise OverQuota if the project or the user cannot have so many more server groups."""
    if not driver.enforced():
        return
    of_project = allowed(session, project_id, None)["server_groups"]
    of_user = allowed(session, project_id, user_id)["server_groups"]
    project_full = over(of_project, server_groups.count(session, project_id), more)
    if project_full or over(of_user, server_groups.count(session, project_id, user_id), more):
        raise exception.OverQuota("Quota exceeded, too many server groups.")


def check_group_members(session: Session, group_uuid: str, added: int, project_id: str, user_id: str | None) -> None:
    """Raise OverQuota if the server group cannot take so many more.

    Who adds in the transaction of `session` cannot be raced: the group is held until its end.
    """
    server_groups.hold(session, group_uuid)
    members = len(server_groups.get(session, group_uuid).members)
    if over(allowed(session, project_id, user_id)["server_group_members"], members, added):
        raise exception.OverQuota("Quota exceeded, too many servers in group")
