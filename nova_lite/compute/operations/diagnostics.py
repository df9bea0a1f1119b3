# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Measurements of a running guest. Every method here is a call: errors go to who asked."""

import dataclasses
from typing import Any

import oslo_messaging as messaging

from nova_lite import exception
from nova_lite.compute.host import ComputeHost
from nova_lite.context import RequestContext
from nova_lite.lifecycle import PowerState
from nova_lite.objects.instance import Instance
from nova_lite.rpc import compute as rpc


class DiagnosticsEndpoint:
    """Answers questions about running guests."""

    target = messaging.Target(version=rpc.VERSION)

    def __init__(self, host: ComputeHost) -> None:
        self._host = host

    @messaging.expose
    @messaging.expected_exceptions(exception.NovaException)
    def get_diagnostics(self, context: RequestContext, instance: Instance) -> dict[str, int]:
        """Counters in the driver's own names; raises InstanceInvalidState for a guest that is off."""
        self._require_running(instance)
        return dict(self._host.driver.get_diagnostics(instance).counters)

    @messaging.expose
    @messaging.expected_exceptions(exception.NovaException)
    def get_instance_diagnostics(self, context: RequestContext, instance: Instance) -> dict[str, Any]:
        """The fields of virt.diagnostics.Diagnostics; raises InstanceInvalidState for a guest that is off."""
        self._require_running(instance)
        return dataclasses.asdict(self._host.driver.get_diagnostics(instance))

    def _require_running(self, instance: Instance) -> None:
        state = self._host.driver.get_info(instance).state
        if state is not PowerState.RUNNING:
            raise exception.InstanceInvalidState(
                f"Cannot 'get_diagnostics' instance {instance.uuid} while it is in power state {state.name.lower()}"
            )
