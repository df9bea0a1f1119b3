# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers that are not in a cell yet."""

from oslo_utils import uuidutils

from nova_lite.db.api import build_requests
from nova_lite.db.session import Session


def test_requests_live_until_their_servers_have_a_cell(api_session: Session) -> None:
    first, second, third = (uuidutils.generate_uuid() for _ in range(3))
    build_requests.create(
        api_session,
        [
            {"instance_uuid": uuid, "project_id": project, "instance": "{}"}
            for uuid, project in ((first, "p"), (second, "p"), (third, "q"))
        ],
    )
    build_requests.create(api_session, [])
    assert [row.instance_uuid for row in build_requests.listed(api_session, "p")] == [first, second]
    assert len(build_requests.listed(api_session)) == 3
    assert build_requests.destroy(api_session, [first, uuidutils.generate_uuid()]) == 1
    assert [row.instance_uuid for row in build_requests.of(api_session, [first, second])] == [second]
    assert build_requests.find(api_session, first) is None
    assert build_requests.destroy(api_session, []) == 0


def test_a_request_may_change_until_it_is_gone(api_session: Session) -> None:
    uuid = uuidutils.generate_uuid()
    build_requests.create(api_session, [{"instance_uuid": uuid, "project_id": "p", "instance": "{}"}])
    assert build_requests.save(api_session, uuid, "x" * 100_000)
    found = build_requests.find(api_session, uuid)
    assert found is not None and found.instance == "x" * 100_000
    build_requests.destroy(api_session, [uuid])
    assert not build_requests.save(api_session, uuid, "late")
