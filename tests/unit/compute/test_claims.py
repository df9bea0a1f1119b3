# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Usage of one server, and claims."""

from nova_lite.compute.claims import Claim, usage_of
from nova_lite.lifecycle import TaskState, VmState
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.instance import Instance

FLAVOR = Flavor(id=1, flavorid="1", name="f", memory_mb=512, vcpus=2, root_gb=10, ephemeral_gb=5, swap=2048)


def test_usage_follows_the_flavor() -> None:
    usage = usage_of(Instance(uuid="u", flavor=FLAVOR, image_ref="img", vm_state=VmState.ACTIVE))
    assert usage is not None
    assert (usage.vcpus, usage.memory_mb, usage.disk_gb) == (2, 512, 17)


def test_root_disk_of_a_server_without_image_is_elsewhere() -> None:
    usage = usage_of(Instance(uuid="u", flavor=FLAVOR, vm_state=VmState.ACTIVE))
    assert usage is not None and usage.disk_gb == 7


def test_record_without_flavor_is_read_from_its_own_columns() -> None:
    usage = usage_of(Instance(uuid="u", vcpus=1, memory_mb=64, root_gb=3, image_ref="img"))
    assert usage is not None and (usage.vcpus, usage.memory_mb, usage.disk_gb) == (1, 64, 3)


def test_offloaded_and_deleted_servers_use_nothing() -> None:
    assert usage_of(Instance(uuid="u", flavor=FLAVOR, vm_state=VmState.DELETED)) is None
    offloaded = Instance(uuid="u", flavor=FLAVOR, vm_state=VmState.SHELVED_OFFLOADED)
    assert usage_of(offloaded) is None
    offloaded.task_state = TaskState.SPAWNING
    assert usage_of(offloaded) is not None


def test_claim_ends_once() -> None:
    ends: list[bool] = []
    claim = Claim(ends.append)
    claim.keep()
    claim.abort()
    claim.keep()
    assert ends == [True]
