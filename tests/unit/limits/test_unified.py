# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Names and meaning of Keystone's limits, and the checks of quota.py against them."""

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import instance_mappings, keypairs, quotas, server_groups
from nova_lite.db.engine import api_database
from nova_lite.limits import quota, recheck, unified, usage
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.instance import Instance
from tests.unit.limits.keystones import Limits, keystone
from tests.unit.limits.rows import PROJECT, USER

__all__ = ["keystone"]

CONTEXT = RequestContext(user_id=USER, project_id=PROJECT, overwrite=False)
SMALL = Flavor(vcpus=2, memory_mb=512, root_gb=10, ephemeral_gb=1, swap=1025)


def map_server(uuid: str) -> None:
    with api_database().writer() as session:
        instance_mappings.create(session, [{"instance_uuid": uuid, "project_id": PROJECT, "user_id": USER}])


@pytest.mark.parametrize(
    ("specs", "expected"),
    [
        ({}, {"class:VCPU": 2, "class:DISK_GB": 13}),
        ({"hw:cpu_policy": "dedicated"}, {"class:PCPU": 2, "class:DISK_GB": 13}),
        (
            {"hw:cpu_policy": "mixed", "hw:cpu_dedicated_mask": "0"},
            {"class:VCPU": 1, "class:PCPU": 1, "class:DISK_GB": 13},
        ),
        ({"resources:VCPU": "0", "resources:DISK_GB": "0", "resources1:CUSTOM_X": "3"}, {"class:CUSTOM_X": 3}),
        (
            {"resources:PCPU": "1", "resources:VGPU": "1", "resources_a:VGPU": "1"},
            {"class:PCPU": 1, "class:VGPU": 2, "class:DISK_GB": 13},
        ),
    ],
)
def test_what_a_server_adds(specs: dict[str, str], expected: dict[str, int]) -> None:
    assert unified.amounts(_with(specs)) == {"servers": 1, "class:MEMORY_MB": 512, **expected}


def _with(specs: dict[str, str]) -> Flavor:
    return Flavor(vcpus=2, memory_mb=512, root_gb=10, ephemeral_gb=1, swap=1025, extra_specs=specs)


def test_pinned_cpus_are_cpus_if_asked_for(keystone: Limits) -> None:
    CONF.set_override("unified_limits_count_pcpu_as_vcpu", True, group="workarounds")
    found = unified.amounts(_with({"hw:cpu_policy": "dedicated"}))
    assert (found["class:VCPU"], "class:PCPU" in found) == (2, False)
    keystone.held = {"VCPU": 1, "PCPU": 3}
    assert unified.used(PROJECT, ["class:VCPU"]) == {"class:VCPU": 4}
    assert usage.of_servers(PROJECT)["cores"] == 4
    CONF.set_override("unified_limits_count_pcpu_as_vcpu", False, group="workarounds")
    assert unified.used(PROJECT, ["class:VCPU", "class:PCPU"]) == {"class:VCPU": 1, "class:PCPU": 3}
    assert usage.of_servers(PROJECT)["cores"] == 1


def test_limits_of_projects_are_for_servers_only(keystone: Limits) -> None:
    keystone.everybodys = {"servers": 5, "class:VCPU": 6, "server_key_pairs": 7}
    keystone.projects[PROJECT] = {"servers": 2, "class:VCPU": 3, "server_key_pairs": 1}
    with api_database().reader() as session:
        mine, defaults = quota.limits(session, PROJECT, USER), quota.defaults(session)
        assert quota.of_class(session, "any") == defaults
    assert (mine["instances"], mine["cores"], mine["key_pairs"], mine["floating_ips"]) == (2, 3, 7, -1)
    assert (defaults["instances"], defaults["cores"]) == (5, 6)


def test_rows_of_the_database_have_no_say(keystone: Limits) -> None:
    keystone.everybodys = {"servers": 5}
    with api_database().writer() as session:
        quotas.set_limits(session, {"instances": 1}, PROJECT)
        quotas.set_limits(session, {"instances": 1}, PROJECT, USER)
        assert quota.limits(session, PROJECT, USER)["instances"] == 5


@pytest.mark.parametrize(
    ("strategy", "listed", "allowed"),
    [
        ("require", ["servers"], False),
        ("require", ["class:VCPU"], True),
        ("ignore", ["servers"], True),
        ("ignore", [], False),
    ],
)
def test_resource_without_any_limit(keystone: Limits, strategy: str, listed: list[str], allowed: bool) -> None:
    keystone.everybodys = {"class:VCPU": 9, "class:MEMORY_MB": 4096, "class:DISK_GB": 100}
    CONF.set_override("unified_limits_resource_strategy", strategy, group="quota")
    CONF.set_override("unified_limits_resource_list", listed, group="quota")
    if allowed:
        assert quota.room_for(CONTEXT, SMALL).check(1, 1) == 1
        return
    with pytest.raises(exception.TooManyInstances, match="already used 0 of 0 servers"):
        quota.room_for(CONTEXT, SMALL).check(1, 1)


def test_as_many_servers_as_fit(keystone: Limits) -> None:
    keystone.everybodys = {"servers": 10, "class:DISK_GB": 40}
    keystone.held = {"DISK_GB": 13}
    map_server("one")
    assert quota.room_for(CONTEXT, SMALL).check(1, 5) == 2
    with pytest.raises(exception.TooManyInstances) as caught:
        quota.room_for(CONTEXT, SMALL).check(3, 5)
    assert str(caught.value) == (
        "Quota exceeded for class:DISK_GB: Requested 65, but already used 13 of 40 class:DISK_GB"
    )
    with pytest.raises(exception.TooManyInstances, match="Requested 10-12, but already used 1 of 10 servers"):
        quota.room_for(CONTEXT, Flavor(vcpus=0, memory_mb=0, root_gb=0)).check(10, 12)


def test_growth_is_named_as_in_the_quota_api_or_in_keystone(keystone: Limits) -> None:
    keystone.everybodys = {"servers": 10, "class:VCPU": 3, "class:DISK_GB": 5}
    keystone.held = {"VCPU": 2, "DISK_GB": 5}
    quota.check_deltas(PROJECT, USER, {"cores": 1})
    for deltas in ({"cores": 2}, {"class:DISK_GB": 1}):
        with pytest.raises(exception.TooManyInstances):
            quota.check_deltas(PROJECT, USER, deltas)


def test_second_look_covers_everything_the_flavor_uses(keystone: Limits) -> None:
    keystone.everybodys = {"servers": 10, "class:DISK_GB": 5}
    servers = [Instance(project_id=PROJECT, user_id=USER, flavor=SMALL)]
    keystone.held = {"DISK_GB": 5}
    recheck.instances(CONTEXT, servers)
    keystone.held = {"DISK_GB": 6}
    with pytest.raises(exception.TooManyInstances, match="already used 6 of 5 class:DISK_GB"):
        recheck.instances(CONTEXT, servers)


def test_everything_else_has_the_registered_limit(keystone: Limits) -> None:
    keystone.everybodys = {
        "server_key_pairs": 1,
        "server_groups": 1,
        "server_group_members": 1,
        "server_metadata_items": 1,
        "server_injected_files": 1,
    }
    keystone.projects[PROJECT] = dict.fromkeys(keystone.everybodys, 50)
    quota.check_metadata(PROJECT, USER, 1)
    quota.check_files(PROJECT, USER, [("/a", "")])
    with api_database().writer() as session:
        quota.check_keypairs(session, PROJECT, USER)
        quota.check_server_groups(session, PROJECT, USER)
        keypairs.create(session, user_id=USER, name="a", type="ssh", fingerprint="", public_key="")
        group = server_groups.create(session, "affinity", {}, name="g", project_id=PROJECT, user_id=USER)
        quota.check_group_members(session, group, 1, PROJECT, USER)
        for refused in (
            lambda: quota.check_metadata(PROJECT, USER, 2),
            lambda: quota.check_files(PROJECT, USER, [("/a", ""), ("/a", "")]),
            lambda: quota.check_keypairs(session, PROJECT, USER),
            lambda: quota.check_server_groups(session, PROJECT, USER),
            lambda: quota.check_group_members(session, group, 2, PROJECT, USER),
        ):
            with pytest.raises(exception.OverQuota):
                refused()
