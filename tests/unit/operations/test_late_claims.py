# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Claims that came too late."""

import pytest

from nova_lite import cells, exception
from nova_lite.db.api import instance_mappings
from nova_lite.db.engine import api_database
from nova_lite.operations import late_claims
from tests.unit.control_plane import CELL1, Plane

WAITS, PLACED, BURIED, UNKNOWN = (f"{number}0000000-0000-4000-8000-000000000000" for number in range(4))


@pytest.fixture
def held(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Four servers, what was given back, and the errors that Placement answers with before."""
    state: dict[str, list[str]] = {"given back": [], "errors": [], "pauses": []}

    def delete(context: object, uuid: str) -> None:
        if state["errors"]:
            raise exception.PeerUnavailable(service="placement", reason=state["errors"].pop())
        state["given back"].append(uuid)

    monkeypatch.setattr(late_claims.allocations, "delete", delete)
    monkeypatch.setattr(late_claims.concurrency, "sleep", lambda seconds: state["pauses"].append(str(seconds)))
    with api_database().writer() as session:
        for uuid, cell in ((WAITS, None), (PLACED, cells.by_uuid(CELL1)), (BURIED, cells.cell0())):
            row = {"instance_uuid": uuid, "cell_id": cell and cell.id, "project_id": "p"}
            instance_mappings.create(session, [row])
    return state


def test_what_is_placed_or_waits_keeps_its_claim(plane: Plane, held: dict[str, list[str]]) -> None:
    late_claims.give_back(plane.admin, lambda: [WAITS, PLACED, BURIED, UNKNOWN])
    assert held["given back"] == [BURIED, UNKNOWN]


def test_what_is_away_is_waited_for(plane: Plane, held: dict[str, list[str]]) -> None:
    held["errors"] = ["HTTP 500", "HTTP 503"]
    late_claims.give_back(plane.admin, lambda: [UNKNOWN])
    assert (held["given back"], held["pauses"]) == ([UNKNOWN], ["1", "2"])


def test_what_stays_away_is_told(plane: Plane, held: dict[str, list[str]]) -> None:
    held["errors"] = ["HTTP 500"] * 10
    with pytest.raises(exception.PeerUnavailable):
        late_claims.give_back(plane.admin, lambda: [UNKNOWN])
    assert len(held["pauses"]) == len(late_claims.PAUSES_S)
