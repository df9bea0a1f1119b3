# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Limits of projects, users and classes."""

from nova_lite.db.api import quotas
from nova_lite.db.session import Session


def test_limits_of_a_project_and_a_user(api_session: Session) -> None:
    quotas.set_limits(api_session, {"cores": 10, "ram": -1}, "p")
    quotas.set_limits(api_session, {"cores": 20}, "p")
    quotas.set_limits(api_session, {"cores": 5}, "p", "u")
    quotas.set_limits(api_session, {"cores": 6}, "p", "u")
    assert quotas.of_project(api_session, "p") == {"cores": 20, "ram": -1}
    assert quotas.of_user(api_session, "p", "u") == {"cores": 6}
    assert quotas.of_project(api_session, "q") == quotas.of_user(api_session, "p", "v") == {}


def test_sums_of_what_users_were_given(api_session: Session) -> None:
    for user, cores in (("u", 2), ("v", 3), ("w", -1)):
        quotas.set_limits(api_session, {"cores": cores}, "p", user)
    quotas.set_limits(api_session, {"cores": 9}, "q", "u")
    assert quotas.given_to_users(api_session, "p") == {"cores": 5}
    assert quotas.given_to_users(api_session, "p", "u") == {"cores": 3}
    assert quotas.given_to_users(api_session, "r") == {}


def test_limits_of_a_class(api_session: Session) -> None:
    quotas.set_class(api_session, "default", {"instances": 7})
    quotas.set_class(api_session, "default", {"instances": 8, "cores": 0})
    quotas.set_class(api_session, "gold", {"instances": 100})
    assert quotas.of_class(api_session) == {"instances": 8, "cores": 0}
    assert quotas.of_class(api_session, "gold") == {"instances": 100}


def test_forgetting(api_session: Session) -> None:
    for project, user in (("p", None), ("p", "u"), ("p", "v"), ("q", "u")):
        quotas.set_limits(api_session, {"cores": 1}, project, user)
    quotas.remove(api_session, "p", "u")
    assert quotas.of_user(api_session, "p", "u") == {}
    assert quotas.of_user(api_session, "p", "v") == quotas.of_project(api_session, "p") == {"cores": 1}
    quotas.remove(api_session, "p")
    assert quotas.of_user(api_session, "p", "v") == quotas.of_project(api_session, "p") == {}
    assert quotas.of_user(api_session, "q", "u") == {"cores": 1}
