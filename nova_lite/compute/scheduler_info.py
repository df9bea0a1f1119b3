# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the schedulers are told about the servers of this host, if [filter_scheduler]track_instance_changes."""

from collections.abc import Iterable
from typing import Any

from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.objects.instance import Instance
from nova_lite.rpc import scheduler


def _facts(instance: Instance) -> dict[str, Any]:
    return {
        "uuid": instance.uuid,
        "vm_state": instance.vm_state,
        "task_state": instance.task_state,
        "project_id": instance.project_id,
        "user_id": instance.user_id,
        "image_ref": instance.image_ref,
        "instance_type_id": instance.instance_type_id,
    }


def changed(context: RequestContext, host: str, instances: Iterable[Instance]) -> None:
    """Servers came to this host or changed."""
    if CONF.filter_scheduler.track_instance_changes:
        scheduler.update_instance_info(context, host, [_facts(instance) for instance in instances])


def gone(context: RequestContext, host: str, uuid: str) -> None:
    """A server left this host."""
    if CONF.filter_scheduler.track_instance_changes:
        scheduler.delete_instance_info(context, host, uuid)


def compare(context: RequestContext, host: str, uuids: list[str]) -> None:
    """Let the schedulers compare their list with ours."""
    if CONF.filter_scheduler.track_instance_changes:
        scheduler.sync_instance_info(context, host, uuids)
