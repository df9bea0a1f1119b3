# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Let the schedulers compare what they know of this host's servers."""

from nova_lite.compute import scheduler_info
from nova_lite.compute.host import ComputeHost
from nova_lite.context import RequestContext


def run(host: ComputeHost, context: RequestContext) -> None:
    """Send the uuids; schedulers that miss one ask the database."""
    scheduler_info.compare(context, host.name, host.tracker.uuids())
