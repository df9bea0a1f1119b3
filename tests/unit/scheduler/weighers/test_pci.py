# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""PCIWeigher."""

from nova_lite.scheduler.weighers.pci import PCIWeigher
from tests.unit.scheduler.builders import a_host, a_spec


def test_value() -> None:
    assert PCIWeigher().value(a_host(), a_spec()) == 100.0
    assert PCIWeigher().value(a_host(pci_stats='[{"count": 3}]'), a_spec()) == 97.0
    assert PCIWeigher().value(a_host(pci_stats='[{"count": 300}]'), a_spec()) == 1.0
