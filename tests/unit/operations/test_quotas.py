# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Limits change only where they can."""

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.limits import unified
from nova_lite.operations import quotas
from tests.unit.control_plane import PROJECT, USER, Plane, an_instance


def test_limits_come_and_go(plane: Plane) -> None:
    assert quotas.limits(PROJECT) == quotas.defaults()
    assert quotas.update(PROJECT, None, {"cores": 5}, force=False)["cores"] == 5
    assert quotas.update(PROJECT, USER, {"cores": 3}, force=False)["cores"] == 3
    assert quotas.limits(PROJECT)["cores"] == 5
    quotas.delete(PROJECT, USER)
    assert quotas.limits(PROJECT, USER)["cores"] == 5
    quotas.delete(PROJECT)
    assert quotas.limits(PROJECT)["cores"] == 20


def test_no_limit_below_use_or_above_the_projects(plane: Plane) -> None:
    plane.add(an_instance(vcpus=4))
    assert quotas.used(PROJECT)["cores"] == 4
    with pytest.raises(exception.Invalid, match="greater than or equal to already used and reserved 4"):
        quotas.update(PROJECT, None, {"cores": 3}, force=False)
    quotas.update(PROJECT, None, {"cores": -1}, force=False)
    quotas.update(PROJECT, None, {"cores": 6}, force=False)
    for value in (7, -1):
        with pytest.raises(exception.Invalid, match="less than or equal to 6"):
            quotas.update(PROJECT, USER, {"cores": value}, force=False)
    assert quotas.update(PROJECT, None, {"cores": 1}, force=True)["cores"] == 1


def test_class_default_is_everybodys(plane: Plane) -> None:
    quotas.update_class("default", {"cores": 7})
    quotas.update_class("gold", {"cores": 70})
    assert (quotas.of_class("gold")["cores"], quotas.of_class("none")["cores"]) == (70, 20)
    assert quotas.limits(PROJECT)["cores"] == quotas.defaults()["cores"] == 7


def test_with_unified_limits_nothing_changes(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> None:
    CONF.set_override("driver", "nova.quota.UnifiedLimitsDriver", "quota")
    monkeypatch.setattr(unified, "limits", lambda project_id=None: dict.fromkeys(unified.NAMES, 4))
    try:
        assert quotas.update(PROJECT, None, {"cores": 5}, force=False)["cores"] == 4
        assert quotas.update(PROJECT, USER, {"cores": 5}, force=True)["cores"] == 4
        assert quotas.update_class("default", {"cores": 5})["cores"] == 4
    finally:
        CONF.clear_override("driver", "quota")
    assert quotas.limits(PROJECT, USER)["cores"] == 20
    quotas.update(PROJECT, None, {"cores": 5}, force=False)
    CONF.set_override("driver", "nova.quota.UnifiedLimitsDriver", "quota")
    try:
        quotas.delete(PROJECT)
    finally:
        CONF.clear_override("driver", "quota")
    assert quotas.limits(PROJECT)["cores"] == 5, "the database's limits wait for the day they count again"
