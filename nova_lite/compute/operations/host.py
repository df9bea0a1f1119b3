# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Questions about and settings of the host itself."""

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import exception
from nova_lite.compute.host import ComputeHost
from nova_lite.context import RequestContext
from nova_lite.rpc import compute as rpc

LOG = logging.getLogger(__name__)


class HostEndpoint:
    """Answers calls about the host."""

    target = messaging.Target(version=rpc.VERSION)

    def __init__(self, host: ComputeHost) -> None:
        self._host = host

    @messaging.expose
    @messaging.expected_exceptions(exception.NovaException)
    def get_host_uptime(self, context: RequestContext) -> str:
        """The text of the uptime command."""
        return self._host.driver.get_host_uptime()

    @messaging.expose
    @messaging.expected_exceptions(exception.NovaException)
    def set_host_enabled(self, context: RequestContext, enabled: bool) -> str:
        """Mirror the service's state to Placement; returns "enabled" or "disabled"."""
        self._host.tracker.set_disabled(context, not enabled)
        LOG.info("Host %s is %s", self._host.name, "enabled" if enabled else "disabled")
        return "enabled" if enabled else "disabled"
