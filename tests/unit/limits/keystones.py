# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Keystone's limits without a Keystone."""

from dataclasses import dataclass, field

import pytest

from nova_lite.conf import CONF
from nova_lite.limits import unified
from nova_lite.placement import client


@dataclass
class Limits:
    """What Keystone says and Placement counts; stands in for limits.keystone.Reader."""

    everybodys: dict[str, int] = field(default_factory=dict)
    projects: dict[str, dict[str, int]] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)

    def registered(self, fresh: bool = False) -> dict[str, int]:
        """As the reader does."""
        return dict(self.everybodys)

    def of_project(self, project_id: str) -> dict[str, int]:
        """As the reader does."""
        return dict(self.projects.get(project_id, {}))


@pytest.fixture
def keystone(monkeypatch: pytest.MonkeyPatch) -> Limits:
    """Unified limits are configured and there are none."""
    made = Limits()
    CONF.set_override("driver", "nova.quota.UnifiedLimitsDriver", group="quota")
    monkeypatch.setattr(unified, "_reader", lambda: made)
    monkeypatch.setattr(client, "project_usages", lambda context, project_id, user_id=None: made.held)
    return made
