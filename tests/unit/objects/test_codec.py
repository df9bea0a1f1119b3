# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Conversions of single fields, against what oslo.versionedobjects makes of them."""

import datetime
import json
from typing import Any

import pytest
from oslo_versionedobjects import base as library

from nova_lite.objects import codec
from nova_lite.objects.base import WireObject, wire
from nova_lite.objects.flavor import Flavor

NOON = datetime.datetime(2026, 1, 2, 12, 0, 5)


@wire
class Everything(WireObject):
    """One field of each kind."""

    VERSION = "1.2"

    name: str
    size: int | None = None
    share: float = 0.5
    is_set: bool = False
    when: datetime.datetime | None = None
    times: list[datetime.datetime] | None = None
    tags: list[str] | None = None
    items: dict[str, str | None] | None = None
    flavor: Flavor | None = None
    flavors: list[Flavor] | None = None
    by_name: dict[str, Flavor] | None = None
    grid: dict[str, dict[str, int]] | None = None
    anything: Any = None


def a_flavor(name: str = "one") -> Flavor:
    return Flavor(flavorid="1", name=name, memory_mb=1, vcpus=1, root_gb=1)


def everything() -> Everything:
    return Everything(
        name="x",
        size=None,
        is_set=True,
        when=NOON,
        times=[NOON],
        tags=["a"],
        items={"a": None, "b": "c"},
        flavor=a_flavor(),
        flavors=[a_flavor("two")],
        by_name={"three": a_flavor("three")},
        grid={"rp": {"VCPU": 1}},
        anything={"deep": [1, {"er": None}]},
    )


def test_written_as_the_library_writes_it() -> None:
    one = everything()
    ours, theirs = one.obj_to_primitive(), library.VersionedObject.obj_to_primitive(one)
    assert sorted(ours.pop("nova_object.changes")) == sorted(theirs.pop("nova_object.changes"))
    assert ours == theirs


def test_read_as_it_was_written() -> None:
    one = everything()
    one.obj_reset_changes(["size"])
    back = Everything.from_primitive(one.to_primitive())
    assert back.values().keys() == one.values().keys()
    assert back.to_primitive() == one.to_primitive()
    assert (back.when, back.times, back.grid) == (NOON, [NOON], {"rp": {"VCPU": 1}})
    assert back.obj_what_changed() == one.obj_what_changed() and "size" not in back.obj_what_changed()


def test_what_an_older_sender_does_not_know_is_unset() -> None:
    primitive = everything().to_primitive()
    del primitive["nova_object.data"]["tags"]
    primitive["nova_object.version"] = "1.1"
    back = Everything.from_primitive(primitive)
    assert (back.VERSION, back.tags, back.obj_attr_is_set("tags")) == ("1.1", None, True)
    assert Everything(name="y").VERSION == "1.2"


@pytest.mark.parametrize("name", ["times", "tags", "items", "flavors", "by_name", "grid", "anything"])
def test_copies_and_messages_share_nothing(name: str) -> None:
    one = everything()
    for other in (one.copy(), Everything.from_primitive(json.loads(json.dumps(one.to_primitive())))):
        before = repr(getattr(one, name))
        getattr(other, name).clear()
        assert repr(getattr(one, name)) == before


def test_copies_of_objects_are_copies() -> None:
    one = everything()
    twin = one.copy(name="y")
    twin.flavor.name, twin.flavors[0].name, twin.by_name["three"].name = "a", "b", "c"
    assert (one.name, one.flavor and one.flavor.name, twin.name) == ("x", "one", "y")
    assert [flavor.name for flavor in one.flavors or ()] == ["two"]
    assert twin.obj_what_changed() == one.obj_what_changed()


def test_moments_are_utc() -> None:
    read = codec.of(datetime.datetime | None).read
    assert read is not None
    assert read("2026-01-02T12:00:05Z") == read("2026-01-02T14:00:05+02:00") == read("2026-01-02T12:00:05") == NOON


def test_scalars_need_nothing() -> None:
    assert codec.of(str) == codec.of(int | None) == codec.of(bool) == codec.Codec()
