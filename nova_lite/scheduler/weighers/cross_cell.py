# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""CrossCellWeigher: a server that may move to another cell had better stay in its own."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class CrossCellWeigher:
    """Raw value: 1 in the server's cell, -1 elsewhere; 0 for what does not move between cells."""

    multiplier = "cross_cell_move_weight_multiplier"
    floor: float | None = None

    def value(self, host: HostState, spec: RequestSpec) -> float:
        """Raw value of one host."""
        if spec.move_from_cell is None:
            return 0.0
        return 1.0 if host.cell_uuid == spec.move_from_cell else -1.0
