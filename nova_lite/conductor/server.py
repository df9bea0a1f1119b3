# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a nova-conductor worker serves."""

from nova_lite import service
from nova_lite.conductor.store_endpoint import StoreEndpoint
from nova_lite.conductor.sweep import ResumeTasks, Sweep
from nova_lite.conductor.tasks.cache_images import CacheImagesTasks
from nova_lite.conductor.tasks.create import CreateTasks
from nova_lite.db import health
from nova_lite.monitor.checks import Check
from nova_lite.rpc import conductor as rpc


def parts() -> service.Parts:
    """Endpoints and the sweep of one worker."""
    tasks = CreateTasks()
    sweep = Sweep(tasks)
    sweeping = service.Periodic("journal_sweep", sweep.run, sweep.pause_s, at_once=True, vital=True)
    return service.Parts(
        endpoints={rpc.TOPIC: [StoreEndpoint(), tasks, ResumeTasks(), CacheImagesTasks()]},
        periodics=(sweeping,),
        checks=(*health.checks(), Check("journal", sweep.census.reason)),
    )
