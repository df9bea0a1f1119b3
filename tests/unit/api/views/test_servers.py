# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers as JSON."""

from typing import Any

import pytest

from nova_lite.api.views import servers
from nova_lite.api.views.fields import View
from nova_lite.api.views.servers import Facts
from nova_lite.db.main.models import InstanceFault
from nova_lite.db.model_base import utcnow
from tests.unit.api.views.requests import at
from tests.unit.control_plane import an_instance


@pytest.mark.parametrize(
    ("vm_state", "task_state", "word"),
    [
        ("active", None, "ACTIVE"),
        ("active", "rebooting", "REBOOT"),
        ("active", "rebooting_hard", "HARD_REBOOT"),
        ("active", "updating_password", "PASSWORD"),
        ("active", "powering-off", "ACTIVE"),
        ("building", "spawning", "BUILD"),
        ("stopped", None, "SHUTOFF"),
        ("stopped", "resize_prep", "RESIZE"),
        ("resized", "resize_reverting", "REVERT_RESIZE"),
        ("error", "rebuilding", "REBUILD"),
        ("soft-delete", None, "SOFT_DELETED"),
        ("strange", None, "UNKNOWN"),
    ],
)
def test_status(vm_state: str, task_state: str | None, word: str) -> None:
    assert servers.status(an_instance(vm_state=vm_state, task_state=task_state)) == word


def test_states_behind_status_words() -> None:
    assert servers.states_of(["shutoff"]) == ({"stopped"}, {"default"})
    vm_states, tasks = servers.states_of(["REBOOT"])
    assert vm_states == {"active"} and tasks == {"rebooting", "reboot_pending", "reboot_started"}
    assert servers.states_of(["nonsense"]) == (set(), set())


def keys(minor: int, view: View = servers.full, facts: Facts | None = None, **values: Any) -> set[str]:
    return set(view(at(minor), an_instance(**values), facts or Facts()))


@pytest.mark.parametrize(
    ("key", "since"),
    [
        ("locked", 9),
        ("description", 19),
        ("tags", 26),
        ("trusted_image_certificates", 63),
        ("server_groups", 71),
        ("locked_reason", 73),
        ("OS-EXT-SRV-ATTR:hostname", 90),
        ("pinned_availability_zone", 96),
        ("scheduler_hints", 100),
    ],
)
def test_keys_appear_with_their_version(key: str, since: int) -> None:
    assert key not in keys(since - 1) and key in keys(since)


def test_update_shows_less_before_2_75() -> None:
    assert "key_name" not in keys(74, servers.updated) and "key_name" in keys(75, servers.updated)
    assert "server_groups" not in keys(104, servers.detail)


def test_flavor_in_both_forms() -> None:
    shown = servers.full(at(46), an_instance(), Facts())["flavor"]
    assert shown["id"] == "1" and shown["links"][0]["href"].endswith("/flavors/1")
    shown = servers.full(at(47), an_instance(), Facts())["flavor"]
    assert (shown["original_name"], shown["ram"], shown["extra_specs"]) == ("m1.nano", 128, {})
    assert "extra_specs" not in servers.full(at(47), an_instance(), Facts(flavor_specs=False))["flavor"]


def test_progress_and_fault_belong_to_some_states() -> None:
    fault = InstanceFault(code=500, message="No valid host", details="trace", created_at=utcnow())
    active = servers.full(at(1), an_instance(), Facts(fault=fault))
    assert active["progress"] == 0 and "fault" not in active
    broken = servers.full(at(1), an_instance(vm_state="error"), Facts(fault=fault))
    assert "progress" not in broken and "details" not in broken["fault"]
    seen_by_admin = servers.full(at(1), an_instance(vm_state="error"), Facts(fault=fault, admin=True))
    assert seen_by_admin["fault"]["details"] == "trace"


def test_addresses_are_hidden_while_building_and_host_ids_differ_by_project() -> None:
    assert servers.full(at(1), an_instance(vm_state="building"), Facts())["addresses"] == {}
    first, second = (servers.host_id(project, "h") for project in ("a", "b"))
    assert first != second and len(first) == 56 and servers.host_id("a", None) == ""


def test_image_properties_from_2_98() -> None:
    system = {"image_hw_disk_bus": "virtio", "image_disk_format": "raw", "boot_roles": "member"}
    shown = servers.full(at(98), an_instance(system_metadata=system), Facts())["image"]
    assert shown["properties"] == {"hw_disk_bus": "virtio"}
    assert servers.full(at(1), an_instance(image_ref=None), Facts())["image"] == ""


def test_attributes_need_the_right() -> None:
    assert "OS-EXT-SRV-ATTR:host" not in keys(3)
    assert {"OS-EXT-SRV-ATTR:host", "OS-EXT-SRV-ATTR:user_data"} <= keys(3, facts=Facts(attributes=True))
    assert "OS-EXT-SRV-ATTR:user_data" not in keys(2, facts=Facts(attributes=True))


def test_brief() -> None:
    assert set(servers.brief(at(1), an_instance())) == {"id", "name", "links"}
