# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Wire objects made from annotations."""

import datetime

import pytest

from nova_lite.context import RequestContext
from nova_lite.objects.base import WireObject, WireSerializer, utcnow, wire
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.image_meta import ImageMeta


@wire
class Sample(WireObject):
    """All kinds of fields."""

    VERSION = "1.0"

    name: str
    size: int = 3
    when: datetime.datetime | None = None
    tags: list[str] = list  # type: ignore[assignment]
    flavor: Flavor | None = None


def a_flavor() -> Flavor:
    return Flavor(flavorid="1", name="one", memory_mb=1, vcpus=1, root_gb=1)


def test_unset_fields_read_as_their_defaults_and_are_no_changes() -> None:
    sample = Sample(name="x")
    assert (sample.size, sample.when, sample.tags) == (3, None, [])
    assert sample.obj_what_changed() == {"name"}


def test_defaults_are_not_shared() -> None:
    first, second = Sample(name="a"), Sample(name="b")
    first.tags.append("t")
    assert second.tags == []


def test_a_wrong_type_is_refused() -> None:
    with pytest.raises(ValueError, match="many"):
        Sample(name="x", size="many")  # type: ignore[arg-type]


def test_round_trip_through_the_serializer_at_any_depth() -> None:
    serializer, context = WireSerializer(), RequestContext(user_id="u")
    sample = Sample(name="x", flavor=a_flavor(), when=datetime.datetime(2026, 1, 2, 3, 4, 5))
    back = serializer.deserialize_entity(context, serializer.serialize_entity(context, {"a": [sample]}))["a"][0]
    assert (back.name, back.flavor.name, back.when) == ("x", "one", sample.when)


def test_a_primitive_carries_name_namespace_and_version() -> None:
    primitive = a_flavor().to_primitive()
    assert (primitive["nova_object.name"], primitive["nova_object.namespace"]) == ("Flavor", "nova")
    assert primitive["nova_object.version"] == "1.0"


def test_copy_is_deep_and_changes_what_is_given() -> None:
    sample = Sample(name="x", tags=["a"])
    twin = sample.copy(name="y")
    twin.tags.append("b")
    assert (sample.name, sample.tags, twin.name) == ("x", ["a"], "y")


def test_values_hold_only_what_is_set() -> None:
    assert Sample(name="x").values() == {"name": "x"}


def test_values_of_maps_may_be_null_where_declared() -> None:
    image = ImageMeta(id="x", properties={"a": None, "b": "1"})
    assert ImageMeta.from_primitive(image.to_primitive()).properties == {"a": None, "b": "1"}
    with pytest.raises(ValueError, match="cannot be None"):
        Flavor(flavorid="1", name="one", memory_mb=1, vcpus=1, root_gb=1, extra_specs={"a": None})  # type: ignore[dict-item]


def test_context_crosses_the_bus() -> None:
    serializer = WireSerializer()
    context = RequestContext(user_id="u", project_id="p", roles=["member"], service_catalog=[{"type": "network"}])
    back = serializer.deserialize_context(serializer.serialize_context(context))
    assert (back.user_id, back.project_id, back.roles) == ("u", "p", ["member"])
    assert back.service_catalog == [{"type": "network"}]
    assert back.request_id == context.request_id


def test_now_fits_the_databases() -> None:
    assert utcnow().microsecond == 0 and utcnow().tzinfo is None
