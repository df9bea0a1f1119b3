# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Access lists of private flavors over HTTP."""

import pytest

from nova_lite import exception, keystone_auth
from tests.unit.api.calls import PROJECT, Client, admin
from tests.unit.api.test_flavors import make, names


class Identity:
    """Answers like Keystone: 404 for the project "gone", no answer for "away"."""

    def request(self, method: str, path: str) -> keystone_auth.Reply:
        if path.endswith("/away"):
            raise exception.PeerUnavailable(service="keystone", reason="away")
        return keystone_auth.Reply(404 if path.endswith("/gone") else 200, {})


@pytest.fixture
def boss(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(keystone_auth, "rest", lambda group, context, strip: Identity())
    client = admin()
    make(client, "1", **{"os-flavor-access:is_public": False})
    return client


def add(boss: Client, project: str, version: str = "2.1") -> int:
    code: int = boss.call("POST", "/flavors/1/action", {"addTenantAccess": {"tenant": project}}, version).status_int
    return code


def test_project_with_access_sees_the_flavor(boss: Client) -> None:
    body = {"addTenantAccess": {"tenant": PROJECT}}
    shown = {"flavor_access": [{"flavor_id": "1", "tenant_id": PROJECT}]}
    assert boss.call("POST", "/flavors/1/action", body).json == shown
    assert boss.call("GET", "/flavors/1/os-flavor-access").json == shown
    assert names(Client().call("GET", "/flavors")) == ["1"]
    body = {"removeTenantAccess": {"tenant": PROJECT}}
    assert boss.call("POST", "/flavors/1/action", body).json == {"flavor_access": []}
    assert boss.call("POST", "/flavors/1/action", body).status_int == 404
    gone = {"removeTenantAccess": {"tenant": "gone"}}
    assert boss.call("POST", "/flavors/1/action", gone).status_int == 404


def test_twice_is_a_conflict_and_unknown_project_an_error(boss: Client) -> None:
    assert [add(boss, project) for project in (PROJECT, PROJECT, "gone", "away")] == [200, 409, 400, 200]


def test_public_flavor_has_no_list_and_takes_no_access_from_2_7(boss: Client) -> None:
    make(boss, "2")
    assert boss.call("GET", "/flavors/2/os-flavor-access").status_int == 404
    body = {"addTenantAccess": {"tenant": PROJECT}}
    assert boss.call("POST", "/flavors/2/action", body, "2.6").status_int == 200
    assert boss.call("POST", "/flavors/2/action", body, "2.7").status_int == 409


@pytest.mark.parametrize("body", [{"unknown": {}}, {}, {"addTenantAccess": {}, "removeTenantAccess": {}}, None])
def test_other_bodies_are_refused(boss: Client, body: object) -> None:
    assert boss.call("POST", "/flavors/1/action", body).status_int == 400
