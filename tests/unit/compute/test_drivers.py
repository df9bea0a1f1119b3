# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Choosing the hypervisor driver."""

import pytest

from nova_lite import exception
from nova_lite.compute import drivers
from nova_lite.virt.fake import FakeDriver


def test_fake_driver() -> None:
    assert isinstance(drivers.load("fake.FakeDriver"), FakeDriver)


@pytest.mark.parametrize("name", [None, "", "vmwareapi.VMwareVCDriver"])
def test_other_names_are_refused_with_the_option_in_the_text(name: str | None) -> None:
    with pytest.raises(exception.ConfigInvalid, match="compute_driver"):
        drivers.load(name)


def test_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(drivers.DRIVERS, "fake.FakeDriver", ("nova_lite.virt.missing", "FakeDriver"))
    with pytest.raises(exception.ConfigInvalid, match="cannot be loaded"):
        drivers.load("fake.FakeDriver")
