# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Host aggregates: hosts, metadata, zones."""

import pytest

from nova_lite import exception
from nova_lite.db.api import aggregates
from nova_lite.db.session import Session


def test_an_aggregate_with_hosts_and_metadata(api_session: Session) -> None:
    number = aggregates.create(api_session, "a", {"ssd": "true", "zone": "x"})
    for host in ("h2", "h1"):
        aggregates.add_host(api_session, number, host)
    bare = aggregates.create(api_session, "b", {})
    first, second = aggregates.listed(api_session)
    assert (first.row.name, first.hosts, first.metadata) == ("a", ("h2", "h1"), {"ssd": "true", "zone": "x"})
    assert (second.row.id, second.hosts, second.metadata) == (bare, (), {})
    assert first.row.uuid is not None
    assert [one.row.name for one in aggregates.listed(api_session, [bare])] == ["b"]
    assert aggregates.listed(api_session, []) == []


def test_names_are_unique(api_session: Session) -> None:
    number = aggregates.create(api_session, "a", {})
    aggregates.create(api_session, "b", {})
    with pytest.raises(exception.AggregateNameExists):
        aggregates.create(api_session, "a", {})
    with pytest.raises(exception.AggregateNameExists):
        aggregates.rename(api_session, number, "b")
    aggregates.rename(api_session, number, "a")
    aggregates.rename(api_session, number, "c")
    assert aggregates.get(api_session, number).row.name == "c"


def test_metadata_none_removes_a_key(api_session: Session) -> None:
    number = aggregates.create(api_session, "a", {"x": "1", "y": "1"})
    aggregates.set_metadata(api_session, number, {"x": None, "y": "2", "z": "3", "never": None})
    assert aggregates.get(api_session, number).metadata == {"y": "2", "z": "3"}


def test_a_host_is_in_an_aggregate_once(api_session: Session) -> None:
    number = aggregates.create(api_session, "a", {})
    aggregates.add_host(api_session, number, "h1")
    with pytest.raises(exception.AggregateHostExists):
        aggregates.add_host(api_session, number, "h1")
    assert aggregates.remove_host(api_session, number, "h1")
    assert not aggregates.remove_host(api_session, number, "h1")
    assert aggregates.get(api_session, number).row.updated_at is None, "hosts are no change of the aggregate"


def test_a_missing_aggregate(api_session: Session) -> None:
    for attempt in (lambda: aggregates.get(api_session, 99), lambda: aggregates.add_host(api_session, 99, "h")):
        with pytest.raises(exception.AggregateNotFound):
            attempt()


def test_an_aggregate_goes_with_its_metadata(api_session: Session) -> None:
    number = aggregates.create(api_session, "a", {"x": "1"})
    aggregates.destroy(api_session, number)
    assert aggregates.listed(api_session) == []


def test_zones_of_hosts(api_session: Session) -> None:
    for name, metadata, hosts in (
        ("a", {"availability_zone": "z1"}, ("h1", "h2")),
        ("b", {"ssd": "true"}, ("h1", "h3")),
        ("c", {"availability_zone": "z2"}, ("h4",)),
    ):
        number = aggregates.create(api_session, name, metadata)
        for host in hosts:
            aggregates.add_host(api_session, number, host)
    assert aggregates.zones(api_session) == {"h1": "z1", "h2": "z1", "h4": "z2"}
