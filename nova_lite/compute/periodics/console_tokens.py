# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Console authorisations whose time is over."""

from nova_lite.compute.host import ComputeHost
from nova_lite.context import RequestContext
from nova_lite.objects import store


def run(host: ComputeHost, context: RequestContext) -> None:
    """Have them deleted."""
    store.current().delete_expired_console_tokens(context)
