# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-assisted-volume-snapshots."""

from typing import Any

import pytest

from tests.unit.api.calls import Client, admin

PATH = "/os-assisted-volume-snapshots"
INFO = {"snapshot_id": "s", "type": "qcow2", "new_file": "f"}


def service() -> Client:
    return Client(roles="service,admin")


@pytest.mark.parametrize(
    "snapshot",
    [
        {"volume_id": "v", "create_info": INFO},
        {"volume_id": "", "create_info": INFO},
        {"create_info": INFO},
        {"volume_id": "v", "create_info": {**INFO, "type": "raw"}},
        {"volume_id": "v", "create_info": {"snapshot_id": "s"}},
    ],
)
def test_create_is_refused(snapshot: dict[str, Any]) -> None:
    assert service().call("POST", PATH, {"snapshot": snapshot}).status_int == 400


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 400), ("?delete_info=x", 400), ("?delete_info={}", 400), ('?delete_info={"volume_id":"v"}', 400)],
)
def test_delete(query: str, status: int) -> None:
    assert service().call("DELETE", f"{PATH}/s{query}").status_int == status


def test_who_may() -> None:
    assert Client().call("POST", PATH, {"snapshot": {"volume_id": "v", "create_info": INFO}}).status_int == 403
    assert admin().call("DELETE", f"{PATH}/s?x=1", version="2.75").status_int == 400
