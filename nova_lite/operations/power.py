# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Start and stop."""

from oslo_log import log as logging

from nova_lite.lifecycle import START, STOP
from nova_lite.operations import guard
from nova_lite.operations.find import Server
from nova_lite.rpc import compute as rpc

LOG = logging.getLogger(__name__)


def start(server: Server) -> None:
    """Power on; raises InstanceInvalidState, InstanceIsLocked, InstanceNotReady, UnexpectedTaskState."""
    guard.check(server, START)
    lease = server.instance.begin(server.context, START)
    LOG.info("Server %s: start asked for", server.instance.uuid)
    rpc.start_instance(server.context, server.instance, lease)


def stop(server: Server, clean_shutdown: bool = True) -> None:
    """Power off; raises as start()."""
    guard.check(server, STOP)
    lease = server.instance.begin(server.context, STOP, {"clean_shutdown": clean_shutdown})
    LOG.info("Server %s: stop asked for", server.instance.uuid)
    rpc.stop_instance(server.context, server.instance, clean_shutdown, lease)
