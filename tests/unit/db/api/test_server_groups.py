# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Server groups: policy, rules, members, counts."""

import pytest
from oslo_utils import uuidutils

from nova_lite import exception
from nova_lite.db.api import server_groups
from nova_lite.db.session import Session

SERVER = uuidutils.generate_uuid()


def make(session: Session, name: str = "g", project_id: str = "p", user_id: str = "u") -> str:
    return server_groups.create(
        session, "anti-affinity", {"max_server_per_host": 3}, name=name, project_id=project_id, user_id=user_id
    )


def test_a_group_is_read_as_it_was_created(api_session: Session) -> None:
    found = server_groups.get(api_session, make(api_session))
    assert (found.row.name, found.row.project_id, found.policy) == ("g", "p", "anti-affinity")
    assert (found.rules, found.members) == ({"max_server_per_host": 3}, ())


def test_members_join_once_and_leave(api_session: Session) -> None:
    uuid = make(api_session)
    others = [uuidutils.generate_uuid() for _ in range(2)]
    server_groups.add_members(api_session, uuid, [SERVER])
    server_groups.add_members(api_session, uuid, [SERVER, *others])
    assert server_groups.get(api_session, uuid).members == (SERVER, *others)
    found = server_groups.of_member(api_session, SERVER)
    assert found is not None and found.row.uuid == uuid
    server_groups.remove_member(api_session, SERVER)
    assert server_groups.of_member(api_session, SERVER) is None
    assert server_groups.get(api_session, uuid).members == tuple(others)


def test_lists_and_counts(api_session: Session) -> None:
    mine, _other = make(api_session), make(api_session, project_id="q", user_id="v")
    assert [one.row.uuid for one in server_groups.page(api_session, "p", 10)] == [mine]
    assert server_groups.page(api_session, "nobody", 10) == []
    assert server_groups.count(api_session, "q") == server_groups.count(api_session, "q", "v") == 1
    assert server_groups.count(api_session, "q", "u") == 0


def test_pages(api_session: Session) -> None:
    groups = [make(api_session, name) for name in "abc"]
    found = [
        [one.row.uuid for one in server_groups.page(api_session, None, limit, offset)]
        for limit, offset in ((2, 0), (2, 2), (0, 0), (5, 3))
    ]
    assert found == [groups[:2], groups[2:], [], []]


def test_holding_a_group_touches_only_it(api_session: Session) -> None:
    held, other = make(api_session), make(api_session)
    server_groups.hold(api_session, held)
    assert server_groups.get(api_session, held).row.updated_at is not None
    assert server_groups.get(api_session, other).row.updated_at is None


def test_a_group_goes_with_its_members(api_session: Session) -> None:
    uuid = make(api_session)
    server_groups.add_members(api_session, uuid, [SERVER])
    server_groups.destroy(api_session, uuid)
    for attempt in (
        lambda: server_groups.get(api_session, uuid),
        lambda: server_groups.destroy(api_session, uuid),
        lambda: server_groups.add_members(api_session, uuid, [SERVER]),
    ):
        with pytest.raises(exception.InstanceGroupNotFound):
            attempt()
