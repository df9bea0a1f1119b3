# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Soft and hard reboot."""

from oslo_log import log as logging

from nova_lite.lifecycle import REBOOT_HARD, REBOOT_SOFT
from nova_lite.operations import guard
from nova_lite.operations.find import Server
from nova_lite.rpc import compute as rpc

LOG = logging.getLogger(__name__)


def reboot(server: Server, hard: bool) -> None:
    """Restart the guest; raises InstanceInvalidState, InstanceIsLocked, UnexpectedTaskState."""
    operation = REBOOT_HARD if hard else REBOOT_SOFT
    guard.check(server, operation)
    lease = server.instance.begin(server.context, operation, {"hard": hard})
    LOG.info("Server %s: %s reboot asked for", server.instance.uuid, "hard" if hard else "soft")
    rpc.reboot_instance(server.context, server.instance, hard, lease)
