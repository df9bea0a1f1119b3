# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Fields of services by version."""

from nova_lite.api.views import services
from nova_lite.operations.services import FoundService
from tests.unit.api.views.requests import CONTEXT, at


def test_service_of_a_cell_that_does_not_answer() -> None:
    found = FoundService(CONTEXT, "host1", "nova-compute", "nova", reachable=False)
    assert services.full(at(69), found) == {"binary": "nova-compute", "host": "host1", "status": "UNKNOWN"}


def test_id_and_forced_down_by_version() -> None:
    found = FoundService(CONTEXT, "h", "b", "z", id=3, uuid="u", disabled=True, disabled_reason="r", up=True)
    assert "forced_down" not in services.full(at(10), found)
    assert services.full(at(52), found)["id"] == 3
    newest = services.full(at(53), found)
    assert (newest["id"], newest["status"], newest["state"], newest["disabled_reason"]) == ("u", "disabled", "up", "r")
