# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Flavors: who sees which, pages, extra specs, access."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.db.api import flavors
from nova_lite.db.api.models import Flavor
from nova_lite.db.session import Session


def make(session: Session, flavorid: str, **values: Any) -> Flavor:
    columns = {"memory_mb": 512, "vcpus": 1, "root_gb": 1, "ephemeral_gb": 0, **values}
    return flavors.create(session, {"flavorid": flavorid, "name": f"m1.{flavorid}", **columns})


def ids(session: Session, filters: dict[str, Any], **paging: Any) -> list[str]:
    return [row.flavorid for row in flavors.page(session, filters, **paging)]


def test_a_new_flavor_has_defaults(api_session: Session) -> None:
    make(api_session, "1")
    row = flavors.get(api_session, "1")
    assert (row.swap, row.rxtx_factor, row.disabled, row.is_public, row.description) == (0, 1.0, False, True, None)
    with pytest.raises(exception.FlavorNotFound):
        flavors.get(api_session, "2")


def test_ids_and_names_are_unique(api_session: Session) -> None:
    make(api_session, "1")
    with pytest.raises(exception.FlavorIdExists):
        make(api_session, "1", name="another")
    with pytest.raises(exception.FlavorExists):
        make(api_session, "2", name="m1.1")


def test_filters(api_session: Session) -> None:
    make(api_session, "big", memory_mb=4096, root_gb=40)
    make(api_session, "small")
    make(api_session, "off", disabled=True)
    assert ids(api_session, {}) == ["big", "off", "small"]
    assert ids(api_session, {"disabled": False}) == ["big", "small"]
    assert ids(api_session, {"disabled": True}) == ["off"]
    assert ids(api_session, {"min_ram": 4096}) == ["big"]
    assert ids(api_session, {"min_disk": 2}) == ["big"]
    assert ids(api_session, {"name": "^m1\\.s"}) == ["small"]


def test_private_flavors_are_for_their_projects(api_session: Session) -> None:
    make(api_session, "public")
    private = make(api_session, "private", is_public=False)
    flavors.add_project(api_session, private, "mine")
    assert ids(api_session, {"is_public": None}) == ["private", "public"]
    assert ids(api_session, {"is_public": True}) == ["public"]
    assert ids(api_session, {"is_public": False}) == ["private"]
    assert ids(api_session, {"is_public": True, "project_id": "mine"}) == ["private", "public"]
    assert ids(api_session, {"is_public": True, "project_id": "other"}) == ["public"]
    assert flavors.visible(api_session, private, "mine")
    assert not flavors.visible(api_session, private, "other")
    assert flavors.visible(api_session, flavors.get(api_session, "public"), None)


def test_access_is_given_once_and_taken_once(api_session: Session) -> None:
    row = make(api_session, "private", is_public=False)
    flavors.add_project(api_session, row, "p")
    assert flavors.projects(api_session, row.id) == ["p"]
    with pytest.raises(exception.FlavorAccessExists):
        flavors.add_project(api_session, row, "p")
    flavors.remove_project(api_session, row, "p")
    with pytest.raises(exception.FlavorAccessNotFound):
        flavors.remove_project(api_session, row, "p")


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("key", ["flavorid", "memory_mb", "description", "vcpu_weight"])
def test_pages_hold_each_flavor_once(api_session: Session, key: str, direction: str) -> None:
    for number in range(7):
        text = None if number % 2 else f"d{number % 3}"
        make(api_session, str(number), memory_mb=number % 3, description=text)
    everything = ids(api_session, {}, sort=[(key, direction)])
    seen: list[str] = []
    marker = None
    while page := flavors.page(api_session, {}, [(key, direction)], limit=2, marker=marker):
        seen += [row.flavorid for row in page]
        marker = page[-1]
    assert seen == everything
    assert len(set(seen)) == 7


def test_extra_specs(api_session: Session) -> None:
    first, second = make(api_session, "1"), make(api_session, "2")
    flavors.set_extra_specs(api_session, first.id, {"a": "1", "b": "2"})
    flavors.set_extra_specs(api_session, first.id, {"b": "3"})
    assert flavors.extra_specs(api_session, [first.id, second.id]) == {first.id: {"a": "1", "b": "3"}, second.id: {}}
    assert flavors.with_specs(api_session, first.flavorid) == (first, {"a": "1", "b": "3"})
    assert flavors.with_specs(api_session, second.flavorid) == (second, {})
    with pytest.raises(exception.FlavorNotFound):
        flavors.with_specs(api_session, "unknown")
    assert flavors.remove_extra_spec(api_session, first.id, "a")
    assert not flavors.remove_extra_spec(api_session, first.id, "a")


def test_description(api_session: Session) -> None:
    row = make(api_session, "1")
    changed = flavors.set_description(api_session, row.flavorid, "for tests")
    assert (changed.id, changed.description) == (row.id, "for tests")
    with pytest.raises(exception.FlavorNotFound):
        flavors.set_description(api_session, "unknown", None)


def test_a_flavor_goes_with_all_that_hangs_on_it(api_session: Session) -> None:
    row = make(api_session, "1", is_public=False)
    flavors.set_extra_specs(api_session, row.id, {"a": "1"})
    flavors.add_project(api_session, row, "p")
    flavors.destroy(api_session, "1")
    with pytest.raises(exception.FlavorNotFound):
        flavors.destroy(api_session, "1")
    assert flavors.extra_specs(api_session, [row.id]) == {row.id: {}}
    assert flavors.projects(api_session, row.id) == []


def test_a_flavor_by_its_name(api_session: Session) -> None:
    made = make(api_session, "1")
    assert flavors.by_name(api_session, "m1.1").id == made.id
    with pytest.raises(exception.FlavorNotFound, match=r"m1\.2"):
        flavors.by_name(api_session, "m1.2")
