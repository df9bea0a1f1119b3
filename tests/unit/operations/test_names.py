# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Host names."""

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.operations import names
from tests.unit.control_plane import Plane, an_instance


@pytest.mark.parametrize(
    ("display_name", "expected"),
    [
        ("web 1", "web-1"),
        ("Web_One.example", "web-one-example"),
        ("Ünïcode", "unicode"),
        ("日本", "Server"),
        ("-edge-", "edge"),
        ("x" * 80, "x" * 63),
    ],
)
def test_host_name(display_name: str, expected: str) -> None:
    assert names.host_name(display_name) == expected


@pytest.mark.parametrize(("scope", "taken"), [("", False), ("project", True), ("global", True)])
def test_uniqueness_by_scope(plane: Plane, scope: str, taken: bool) -> None:
    plane.add(an_instance(hostname="web"))
    CONF.set_override("osapi_compute_unique_server_name_scope", scope)
    try:
        if taken:
            with pytest.raises(exception.InstanceExists):
                names.check_unique(plane.member, "WEB")
        else:
            names.check_unique(plane.member, "web")
        names.check_unique(plane.member, "other")
        if scope == "project":
            names.check_unique(plane.admin, "web")
    finally:
        CONF.clear_override("osapi_compute_unique_server_name_scope")
