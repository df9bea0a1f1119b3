# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a filter is."""

from typing import Protocol

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class Filter(Protocol):
    """Passes or rejects hosts. `once_per_request`: the answer is the same for every server of a multi-create."""

    once_per_request: bool

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """None to pass the host, otherwise the reason, naming the value that decided."""
