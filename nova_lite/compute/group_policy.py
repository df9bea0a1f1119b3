# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The late check of a server group's policy on the host itself: two builds may have been placed at the same moment."""

from typing import Any

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.objects import store
from nova_lite.objects.instance import Instance
from nova_lite.objects.request_spec import RequestSpec

AFFINITY = "affinity"
ANTI_AFFINITY = "anti-affinity"


def check(context: RequestContext, instance: Instance, request_spec: RequestSpec) -> None:
    """Raise GroupPolicyViolation when the server may not stay on its host, which must have been saved before."""
    if request_spec.group_uuid is None or CONF.workarounds.disable_group_policy_check_upcall:
        return
    group = store.current().get_group_hosts(context, instance.uuid)
    if group is None:
        return
    others = [host for uuid, host in group["hosts"].items() if uuid != instance.uuid and host]
    if _violated(group, others, str(instance.host)):
        raise exception.GroupPolicyViolation(policy=str(group["policy"]).capitalize())


def _violated(group: dict[str, Any], others: list[str], here: str) -> bool:
    if group["policy"] == ANTI_AFFINITY:
        most = int((group.get("rules") or {}).get("max_server_per_host", 1))
        return others.count(here) >= most
    if group["policy"] == AFFINITY:
        return bool(others) and here not in others
    return False
