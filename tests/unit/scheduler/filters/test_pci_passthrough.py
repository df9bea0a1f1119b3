# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""PciPassthroughFilter."""

from nova_lite.scheduler.filters.pci_passthrough import PciPassthroughFilter
from tests.unit.scheduler.builders import a_host, a_spec


def test_devices_are_never_silently_ignored() -> None:
    spec = a_spec({"pci_passthrough:alias": "gpu:1, nic:2"})
    assert PciPassthroughFilter().rejects(a_host(), a_spec()) is None
    assert "gpu:1, nic:2: the host has no" in str(PciPassthroughFilter().rejects(a_host(), spec))
    assert "(3) cannot be handed out" in str(
        PciPassthroughFilter().rejects(a_host(pci_stats='[{"count": 1}, {"count": 2}]'), spec)
    )
