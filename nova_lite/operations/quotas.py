# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Limits of projects and users: what they are, what is used of them, and how they change.

With unified limits they change in Keystone only: here every change is accepted and left undone.
"""

from collections.abc import Mapping

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.db.api import quotas as query
from nova_lite.db.api import server_groups
from nova_lite.db.engine import api_database, retry_on_deadlock
from nova_lite.limits import driver, quota, usage

LOG = logging.getLogger(__name__)

_KEYSTONES = "Limits of %s stay as they are: they are Keystone's"


def limits(project_id: str, user_id: str | None = None) -> dict[str, int]:
    """Limits of a project or of one of its users, by resource."""
    with api_database().reader() as session:
        return quota.limits(session, project_id, user_id)


def defaults() -> dict[str, int]:
    """Limits of a project that has none of its own."""
    with api_database().reader() as session:
        return quota.defaults(session)


def used(project_id: str, user_id: str | None = None) -> dict[str, int]:
    """What is used, by resource; what is limited per user, per server or per group counts as nothing here."""
    found = {**dict.fromkeys(quota.RESOURCES, 0), **usage.of_servers(project_id, user_id)}
    with api_database().reader() as session:
        found["server_groups"] = server_groups.count(session, project_id, user_id)
    return found


@retry_on_deadlock
def update(project_id: str, user_id: str | None, wanted: Mapping[str, int], force: bool) -> dict[str, int]:
    """Set limits; returns all limits then.

    Raises Invalid, unless forced, below what is used and what a project's users were given, and for a user above
    what the project has left when its other users have theirs.
    """
    if driver.unified():
        LOG.info(_KEYSTONES, f"project {project_id}")
    elif driver.enforced():
        if not force:
            _check(project_id, user_id, wanted)
        with api_database().writer() as session:
            query.set_limits(session, wanted, project_id, user_id)
        LOG.info("Limits of project %s, user %s are set: %s", project_id, user_id or "any", dict(wanted))
    return limits(project_id, user_id)


def _check(project_id: str, user_id: str | None, wanted: Mapping[str, int]) -> None:
    least = used(project_id, user_id)
    most: dict[str, float] = dict.fromkeys(wanted, _endless(quota.UNLIMITED))
    with api_database().reader() as session:
        given = query.given_to_users(session, project_id, user_id)
    if user_id is None:
        least = {name: max(number, given.get(name, 0)) for name, number in least.items()}
    else:
        most = {name: _endless(limit) - given.get(name, 0) for name, limit in limits(project_id).items()}
    for name, value in wanted.items():
        if _endless(value) < least[name]:
            raise exception.Invalid(
                f"Quota limit {value} for {name} must be greater than or equal to already used and reserved"
                f" {least[name]}."
            )
        if _endless(value) > most[name]:
            raise exception.Invalid(f"Quota limit {value} for {name} must be less than or equal to {most[name]}.")


def _endless(limit: int) -> float:
    return float("inf") if limit == quota.UNLIMITED else limit


@retry_on_deadlock
def delete(project_id: str, user_id: str | None = None) -> None:
    """Forget the limits of a project with all its users, or of one user."""
    if driver.unified():
        LOG.info(_KEYSTONES, f"project {project_id}")
        return
    with api_database().writer() as session:
        query.remove(session, project_id, user_id)
    LOG.info("Limits of project %s, user %s are the defaults again", project_id, user_id or "any")


def of_class(name: str) -> dict[str, int]:
    """Limits of a quota class: the configured ones with those set for the class; an unknown class has none."""
    with api_database().reader() as session:
        return quota.of_class(session, name)


@retry_on_deadlock
def update_class(name: str, wanted: Mapping[str, int]) -> dict[str, int]:
    """Set limits of a class; only class "default" has an effect. Returns all limits then."""
    if driver.unified():
        LOG.info(_KEYSTONES, f"class {name}")
        return of_class(name)
    with api_database().writer() as session:
        query.set_class(session, name, wanted)
    LOG.info("Limits of class %s are set: %s", name, dict(wanted))
    return of_class(name)
