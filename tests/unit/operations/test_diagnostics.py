# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Only servers on a host are measured."""

import pytest

from nova_lite import exception
from nova_lite.operations import diagnostics, find
from tests.unit.control_plane import Plane, an_instance


def test_host_is_asked(plane: Plane) -> None:
    uuid = plane.add(an_instance(host="host1")).uuid
    plane.answers.update(get_diagnostics={"cpu0_time": 1}, get_instance_diagnostics={"state": "running"})
    server = find.server(plane.member, uuid)
    assert diagnostics.of_driver(server) == {"cpu0_time": 1}
    assert diagnostics.standard(server) == {"state": "running"}
    assert {host for _, host, _ in plane.sent} == {"host1"}


def test_without_host(plane: Plane) -> None:
    server = find.server(plane.member, plane.add(an_instance()).uuid)
    for ask in (diagnostics.of_driver, diagnostics.standard):
        with pytest.raises(exception.InstanceNotReady):
            ask(server)
