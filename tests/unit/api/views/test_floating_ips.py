# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Floating addresses in the form of old versions."""

from nova_lite.api.views import floating_ips as view
from nova_lite.network.floating import FloatingAddress
from nova_lite.network.records import FloatingRecord
from tests.unit.api.views.requests import at


def test_full() -> None:
    record = FloatingRecord("1.2.3.4", "port", "10.0.0.2", id="f", network_id="n")
    assert view.full(at(1), FloatingAddress(record, "public", "server")) == {
        "id": "f",
        "ip": "1.2.3.4",
        "fixed_ip": "10.0.0.2",
        "instance_id": "server",
        "pool": "public",
    }
