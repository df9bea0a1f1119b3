# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Values of a plan."""

from pathlib import Path

import pytest

from nova_lite import exception
from nova_lite.virt.libvirt.guest_plan import GuestPlan
from tests.unit.virt.libvirt import plans


def test_formats_come_from_the_record(folder: Path) -> None:
    plan = plans.plan(config_drive=True)
    assert [plan.format_of(disk) for disk in plan.disks] == ["qcow2", "raw"]


def test_a_server_without_flavor_is_refused(folder: Path) -> None:
    whole = plans.plan()
    whole.request.instance.flavor = None
    with pytest.raises(exception.Invalid, match=plans.UUID):
        GuestPlan(whole.request, whole.machine, whole.disks, whole.files, whole.host).flavor  # noqa: B018
