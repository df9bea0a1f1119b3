# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""PCIWeigher: keeps hosts with many free PCI devices for servers that need many."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState

MOST = 100


class PCIWeigher:
    """Raw value: 100 minus the free devices, at least 1."""

    multiplier = "pci_weight_multiplier"
    floor: float | None = None

    def value(self, host: HostState, spec: RequestSpec) -> float:
        """Raw value of one host."""
        return float(MOST - min(host.free_pci_devices, MOST - 1))
