# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""PciPassthroughFilter: guests that ask for PCI devices go where such devices are free.

This release cannot hand out PCI devices yet: such requests are refused, never placed regardless.
"""

from nova_lite.hardware import demands
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class PciPassthroughFilter:
    """Passes every host when no device is asked; otherwise rejects with what is asked."""

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The alias that is asked for, and what the host has."""
        asked = demands.pci(spec.flavor.extra_specs or {})
        if not asked:
            return None
        free = host.free_pci_devices
        if not free:
            return f"{', '.join(asked)}: the host has no free PCI device"
        return f"{', '.join(asked)}: PCI devices of the host ({free}) cannot be handed out by this release"
