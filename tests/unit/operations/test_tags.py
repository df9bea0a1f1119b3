# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Tags of servers."""

import pytest

from nova_lite import exception
from nova_lite.operations import find, tags
from tests.unit.control_plane import Plane, an_instance


def test_add_list_remove(plane: Plane) -> None:
    uuid = plane.add(an_instance(tags=["b"])).uuid
    assert tags.add(find.server(plane.member, uuid), "a")
    assert not tags.add(find.server(plane.member, uuid), "a")
    assert tags.listed(find.server(plane.member, uuid)) == ["a", "b"]
    tags.remove(find.server(plane.member, uuid), "b")
    assert tags.listed(find.server(plane.member, uuid)) == ["a"]
    with pytest.raises(exception.InstanceTagNotFound):
        tags.remove(find.server(plane.member, uuid), "b")


def test_replace_merges_duplicates(plane: Plane) -> None:
    server = find.server(plane.member, plane.add(an_instance()).uuid)
    assert tags.replace(server, ["x", "x", "y"]) == ["x", "y"]


def test_fifty_are_the_limit(plane: Plane) -> None:
    server = find.server(plane.member, plane.add(an_instance(tags=[f"t{n}" for n in range(50)])).uuid)
    with pytest.raises(exception.ValidationError, match="limit 50"):
        tags.add(server, "t0")


def test_state_is_checked_but_not_the_lock(plane: Plane) -> None:
    tags.replace(find.server(plane.member, plane.add(an_instance(locked=True)).uuid), ["a"])
    server = find.server(plane.member, plane.add(an_instance(2, vm_state="error")).uuid)
    with pytest.raises(exception.InstanceInvalidState):
        tags.replace(server, [])
