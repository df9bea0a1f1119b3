# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Drivers by their names."""

import pytest

from nova_lite.conf import CONF
from nova_lite.limits import driver


@pytest.mark.parametrize(
    ("name", "enforced", "unified"),
    [("DbQuotaDriver", True, False), ("NoopQuotaDriver", False, False), ("UnifiedLimitsDriver", True, True)],
)
def test_what_a_driver_means(name: str, enforced: bool, unified: bool) -> None:
    CONF.set_override("driver", f"nova.quota.{name}", group="quota")
    assert (driver.enforced(), driver.unified()) == (enforced, unified)
