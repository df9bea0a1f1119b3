# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a nova-conductor worker serves."""

from nova_lite import service
from nova_lite.conductor.store_endpoint import StoreEndpoint
from nova_lite.conductor.tasks.create import CreateTasks
from nova_lite.rpc import conductor as rpc


def parts() -> service.Parts:
    """Endpoints of one worker."""
    return service.Parts(endpoints={rpc.TOPIC: [StoreEndpoint(), CreateTasks()]})
