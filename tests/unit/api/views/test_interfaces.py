# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Interfaces as clients see them."""

from nova_lite.api.views import interfaces as view
from nova_lite.network.records import FixedAddress, PortRecord
from tests.unit.api.views.requests import at
from tests.unit.control_plane import an_instance


def test_addresses_and_tag() -> None:
    port = PortRecord("p", "n", "aa:bb", "ACTIVE", fixed_ips=(FixedAddress("s", "10.0.0.2"),))
    shown = view.full(at(70), an_instance(), port)
    assert (shown["fixed_ips"], shown["tag"]) == ([{"subnet_id": "s", "ip_address": "10.0.0.2"}], None)
    assert "tag" not in view.full(at(69), an_instance(), port)
    assert view.full(at(1), an_instance(), PortRecord("p", "n"))["fixed_ips"] is None
