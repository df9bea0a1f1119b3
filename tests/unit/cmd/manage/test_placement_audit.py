# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""placement audit and sync_aggregates."""

from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from nova_lite import cells, exception
from nova_lite.cmd.manage import placement_audit
from nova_lite.db.api import aggregates, host_mappings
from nova_lite.db.engine import api_database, cell_database
from tests.unit.cmd.manage.conftest import CELL1, Call
from tests.unit.db import rows


class Placement:
    """Allocations by provider and consumer, and aggregates by provider."""

    def __init__(self) -> None:
        self.held: dict[str, dict[str, dict[str, int]]] = {}
        self.groups: dict[str, set[str]] = {}
        self.error: Exception | None = None

    def tree(self, context: object, uuid: str) -> list[Any]:
        return [SimpleNamespace(uuid=uuid)] if uuid in self.held else []

    def get(self, context: object, uuid: str) -> None:
        raise exception.ResourceProviderNotFound(name_or_uuid=uuid)

    def of_provider(self, context: object, provider: str) -> dict[str, dict[str, int]]:
        if self.error is not None:
            raise self.error
        return self.held[provider]

    def remove_provider(self, context: object, consumer: str, providers: set[str]) -> bool:
        return all(self.held[provider].pop(consumer) for provider in providers)

    def change_aggregates(self, context: object, uuid: str, add: Iterable[str]) -> None:
        if self.error is not None:
            raise self.error
        self.groups.setdefault(uuid, set()).update(add)


@pytest.fixture
def placement(monkeypatch: pytest.MonkeyPatch) -> Placement:
    made = Placement()
    monkeypatch.setattr(placement_audit, "Providers", lambda: made)
    monkeypatch.setattr(placement_audit, "allocations", made)
    return made


@pytest.fixture
def node(cloud: Path, placement: Placement) -> str:
    """A compute node h1 whose provider holds what its server, a server that is built, and a move to it need."""
    with cell_database().writer() as session:
        uuid = rows.node(session, "h1")
        here = rows.server(session, host="h1", node="h1.example")
        unplaced = rows.server(session, host=None)
        move = rows.migration(session, here, "migrating", dest_compute="h1")
    placement.held[uuid] = {one: {"VCPU": 1} for one in (here, unplaced, move.uuid)}
    with api_database().writer() as session:
        host_mappings.create(session, cells.by_uuid(CELL1).id, "h1")
    return uuid


def test_nothing_to_find(node: str, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("placement audit --verbose") == 0
    assert "Processed 0 allocations." in capsys.readouterr().out


def test_leftovers_are_found_and_deleted(
    node: str, placement: Placement, call: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    placement.held[node]["leftover"] = {"VCPU": 1}
    assert call("placement audit") == 3
    assert f"consumer UUID leftover on Resource Provider {node}" in capsys.readouterr().out
    assert call(f"placement audit --resource_provider {node} --delete --verbose") == 4
    assert "leftover" not in placement.held[node] and len(placement.held[node]) == 3
    assert call("placement audit") == 0


def test_unknown_provider(node: str, call: Call) -> None:
    assert call("placement audit --resource_provider x") == 127


def test_placement_that_fails(node: str, placement: Placement, call: Call) -> None:
    placement.error = exception.Unavailable("away")
    assert call("placement audit") == 1


def add_aggregate(*hosts: str) -> str:
    with api_database().writer() as session:
        ident = aggregates.create(session, "a", {})
        for host in hosts:
            aggregates.add_host(session, ident, host)
        return str(aggregates.get(session, ident).row.uuid)


def test_aggregates_are_mirrored(node: str, placement: Placement, call: Call) -> None:
    aggregate = add_aggregate("h1")
    assert call("placement sync_aggregates --verbose") == 0
    assert placement.groups == {node: {aggregate}}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (exception.ResourceProviderNotFound(name_or_uuid="x"), 6),
        (exception.Conflict(), 3),
        (exception.Unavailable(), 2),
    ],
)
def test_mirroring_that_fails(node: str, placement: Placement, call: Call, error: Exception, code: int) -> None:
    add_aggregate("h1")
    placement.error = error
    assert call("placement sync_aggregates") == code


def test_hosts_that_do_not_fit(node: str, call: Call) -> None:
    add_aggregate("unmapped")
    assert call("placement sync_aggregates") == 4
    with api_database().writer() as session:
        host_mappings.create(session, cells.by_uuid(CELL1).id, "unmapped")
    assert call("placement sync_aggregates") == 5
    with cell_database().writer() as session:
        rows.node(session, "unmapped", hypervisor_hostname="one")
        rows.node(session, "unmapped", hypervisor_hostname="two")
    assert call("placement sync_aggregates") == 1
