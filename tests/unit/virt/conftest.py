# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What tests of drivers share: options that go back, and a folder for guests."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import os_vif
import pytest

from nova_lite.conf import CONF

Override = Callable[..., None]


@pytest.fixture
def option() -> Iterator[Override]:
    """option(name, value, group=None) sets an option until the end of the test."""
    changed: list[tuple[str, str | None]] = []

    def override(name: str, value: Any, group: str | None = None) -> None:
        CONF.set_override(name, value, group=group)
        changed.append((name, group))

    CONF([], project="nova", default_config_files=[])
    yield override
    for name, group in changed:
        CONF.clear_override(name, group=group)
    CONF.reset()


@pytest.fixture
def folder(tmp_path: Path, option: Override) -> Path:
    """An empty [DEFAULT]instances_path."""
    path = tmp_path / "instances"
    path.mkdir()
    option("state_path", str(tmp_path))
    option("instances_path", str(path))
    return path


@pytest.fixture(scope="session", autouse=True)
def os_vif_objects() -> None:
    """Make os-vif's objects usable."""
    os_vif.objects.register_all()
