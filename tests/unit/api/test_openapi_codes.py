# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Declared statuses: a row for every route, and no row that nothing will ever serve."""

import re

import pytest

from nova_lite.api import openapi_codes
from nova_lite.api.openapi_responses import MEANINGS
from nova_lite.api.routes import ROUTES

SERVED = {openapi_codes.key_of(row.method, row.path, row.action) for row in ROUTES}


def test_every_route_declares_its_statuses() -> None:
    missing = SERVED - set(openapi_codes.CODES)
    assert not missing, f"add their rows to nova_lite/api/openapi_codes.py: {sorted(missing)}"


def test_every_row_stands_for_a_route_in_the_form_of_a_route() -> None:
    for key in openapi_codes.CODES:
        assert re.fullmatch(r"(GET|POST|PUT|DELETE) /[a-z_/{}-]*( [A-Za-z_-]+)?", key), key
        assert (" " in key.split(" ", 1)[1]) == key.split(" ")[1].endswith("/action"), key


def test_every_status_has_a_meaning() -> None:
    found = {code for text in openapi_codes.CODES.values() for code in map(int, text.split())}
    assert found | set(openapi_codes.ALWAYS) <= set(MEANINGS)


def test_declared() -> None:
    assert openapi_codes.declared("POST", "/servers/{id}/action", "os-stop") == {404, 409}
    assert openapi_codes.declared("GET", "/os-volumes_boot", "index") == {400, 403}
    with pytest.raises(KeyError):
        openapi_codes.declared("GET", "/nothing", "index")
