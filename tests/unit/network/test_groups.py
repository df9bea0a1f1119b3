# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Security groups and rules in Neutron."""

import pytest

from nova_lite import exception
from nova_lite.network import groups
from tests.unit.network.conftest import Net

UNKNOWN = "99999999-9999-4999-8999-999999999999"


def test_life(net: Net) -> None:
    context = net.context()
    made = groups.create(context, "web", "d")
    assert (made.name, made.description) == ("web", "d")
    assert groups.update(context, made.id, "new", "e").name == "new"
    row = groups.create_rule(context, {"security_group_id": made.id, "direction": "ingress"})
    assert groups.show(context, made.id).rules == (row,)
    groups.delete_rule(context, row["id"])
    with pytest.raises(exception.NotFound):
        groups.delete_rule(context, row["id"])
    groups.delete(context, made.id)
    with pytest.raises(exception.SecurityGroupNotFound):
        groups.delete(context, made.id)


def test_whose(net: Net) -> None:
    net.neutron.add_security_group("theirs", "other")
    assert "theirs" not in {one.name for one in groups.listed(net.context(), net.project_id)}
    admin = net.cloud.context(net.cloud.admin)
    assert "theirs" in {one.name for one in groups.listed(admin, None)}


def test_nothing_is_asked_about_nothing(net: Net) -> None:
    assert groups.by_ids(net.context(), set()) == {}
    assert net.neutron.total() == 0


def test_unknown_ones(net: Net) -> None:
    with pytest.raises(exception.SecurityGroupNotFound):
        groups.show(net.context(), UNKNOWN)
    with pytest.raises(exception.SecurityGroupNotFound):
        groups.create_rule(net.context(), {"security_group_id": UNKNOWN})


@pytest.mark.parametrize(
    ("kind", "expected"), [("OverQuota", exception.OverQuota), ("SecurityGroupInUse", exception.InvalidInput)]
)
def test_conflicts(net: Net, kind: str, expected: type[Exception]) -> None:
    body = {"NeutronError": {"type": kind, "message": "because"}}
    net.neutron.fail("POST", "/v2.0/security-groups", 409, body=body)
    with pytest.raises(expected):
        groups.create(net.context(), "web", "")
