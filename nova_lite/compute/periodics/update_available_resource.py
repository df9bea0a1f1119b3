# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Report what the host has and uses."""

from nova_lite.compute.host import ComputeHost
from nova_lite.context import RequestContext


def run(host: ComputeHost, context: RequestContext) -> None:
    """Measure, compare, and write what changed."""
    host.tracker.refresh(context)
